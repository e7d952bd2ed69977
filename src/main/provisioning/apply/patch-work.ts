import type { FlightDeckError } from "../../../shared/errors.ts";
import { isIncluded } from "../../gateway/find-includes.ts";
import type { PatchRefusal } from "../../gateway/patch-refusal.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import type { ConfigPlan } from "../plan/plan-config.ts";
import { conflict, entryRefused, refusedElsewhere, rosterRefused, settingsRefused } from "../report/config-errors.ts";

/**
 * What is left to send of a configuration change, and which parts were refused. Everything goes in one patch. If a refusal
 * names agents, they are left out. If it does not, the roster is first sent without the optional settings, and then in halves
 * until the refused agents are found. The functions below change this object and send nothing.
 */
export type PatchWork = {
  /** Groups of agents whose entries go into one patch each; null is every agent in scope. */
  groups: (ReadonlySet<string> | null)[];
  /** How often the first group was sent without being refused. */
  sends: number;
  refusals: number;
  settings: "with-roster" | "after-roster" | "done";
  /** The agents whose entries the gateway refused, by key. */
  refused: Map<string, FlightDeckError>;
  /** New agents that the gateway stored in its configuration but does not run until it restarts. */
  storedOnly: ReadonlySet<string>;
  /** Why nothing more of the roster is sent. */
  failure: FlightDeckError | null;
  warnings: FlightDeckError[];
};

/** How often a group is sent before giving up on a configuration that keeps changing. */
const mostSends = 4;

export function startPatchWork({ dialect, config }: Pick<GatewaySession, "dialect" | "config">): PatchWork {
  return {
    groups: [null],
    sends: 0,
    refusals: 0,
    // Current gateways write a roster into the file that it is included from, but only in a patch of its own.
    settings: isIncluded(config.includes, dialect.rosterPath) ? "after-roster" : "with-roster",
    refused: new Map(),
    storedOnly: new Set(),
    failure: null,
    warnings: [],
  };
}

/** Whether the next patch may touch an agent's entry. */
export function isNext({ groups: [group], refused }: PatchWork, agentKey: string): boolean {
  return !refused.has(agentKey) && (!group || group.has(agentKey));
}

export function isRosterDone({ groups, failure }: PatchWork): boolean {
  return groups.length === 0 || failure !== null;
}

export function endGroup(work: PatchWork): void {
  work.groups.shift();
  work.sends = 0;
}

/** Records a patch that the gateway accepted or may have accepted, or that met a changed configuration. */
export function noteSent(work: PatchWork, plan: ConfigPlan, gatewayName: string): void {
  work.sends += 1;
  if (work.sends < mostSends) return;
  work.settings = "done";
  const error = conflict(gatewayName, work.sends);
  if (plan.changes.size > 0) work.failure = error;
  else work.warnings.push(error);
}

/** Records that `plan` was refused, and decides what to send instead. */
export function noteRefusal(work: PatchWork, session: GatewaySession, plan: ConfigPlan, refusal: PatchRefusal): void {
  const { name } = session.connection.target;
  const { reason, message } = refusal;
  work.refusals += 1;
  if (plan.changes.size === 0) {
    work.warnings.push(settingsRefused(name, plan.settings, message));
    work.settings = "done";
    return;
  }
  const named = reason === "invalid-value" ? agentsIn(session, plan, refusal) : new Map<string, string>();
  for (const [key, words] of named) work.refused.set(key, entryRefused(nameOf(plan, key), name, words));
  if (named.size > 0 && work.refusals < session.dialect.mostRefusals) return;
  if (reason === "stored-only") work.storedOnly = plan.newAgents;
  const isHopeless = reason === "missing-scope" || reason === "already-invalid" || reason === "stored-only";
  if (Object.keys(plan.settings).length > 0 && !isHopeless) {
    work.settings = "after-roster";
    return;
  }
  const isWhole = reason !== "invalid-value" && reason !== "other";
  if (isWhole || work.refusals >= session.dialect.mostRefusals) work.failure = rosterRefused(name, refusal);
  else if (refusal.issues.length > 0) work.failure = refusedElsewhere(name, message);
  else halve(work, plan, name, message);
}

/** The agents of the plan that a refusal names, with the gateway's message about each. */
function agentsIn({ dialect, config, mergesArrays }: GatewaySession, plan: ConfigPlan, { issues }: PatchRefusal) {
  const made = { config: config.config, patch: plan.patch ?? {}, mergesArrays };
  const found = new Map<string, string>();
  for (const { path, message } of issues) {
    const key = dialect.agentAt(path, made);
    if (key === null || !plan.changes.has(key)) continue;
    const words = `${placeIn(path, key)}: ${message}`;
    const before = found.get(key);
    found.set(key, before === undefined ? words : `${before}; ${words}`);
  }
  return found;
}

/** The end of a path, as it appears in the agent's record: after the agent's id or position. */
function placeIn(path: string, key: string): string {
  const [, ofList] = /^agents\.list\.\d+\.(.+)$/.exec(path) ?? [];
  const start = path.indexOf(`.${key}.`);
  return ofList ?? (start < 0 ? "its id" : path.slice(start + key.length + 2));
}

function nameOf(plan: ConfigPlan, key: string): string {
  return plan.changes.get(key)?.agentName ?? key;
}

function halve(work: PatchWork, plan: ConfigPlan, gatewayName: string, message: string): void {
  const keys = [...plan.changes.keys()];
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) {
    work.refused.set(only, entryRefused(nameOf(plan, only), gatewayName, message));
    return;
  }
  const middle = Math.ceil(keys.length / 2);
  work.groups.splice(0, 1, new Set(keys.slice(0, middle)), new Set(keys.slice(middle)));
  work.sends = 0;
}
