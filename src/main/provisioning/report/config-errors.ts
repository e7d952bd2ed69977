import { defaultBaseUrl } from "../../../shared/addresses.ts";
import { type ErrorCode, FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { ValueProblem } from "../../../shared/heartbeat-values.ts";
import type { Hint } from "../../../shared/hint-words.ts";
import { isJsonObject } from "../../../shared/is-json-object.ts";
import type { WorkObstacle } from "../../../shared/obstacles.ts";
import type { Gateway, JsonObject } from "../../../shared/records.ts";
import { spellDuration } from "../../../shared/sync.ts";
import type { PatchRefusal, RefusalReason } from "../../gateway/patch-refusal.ts";
import type { RunContext } from "./run-context.ts";

/* Errors and warnings of the configuration step. */

const longestName = 80;

/** Names are quoted in full up to a length that keeps sentences readable. */
function quote(name: string): string {
  return `"${name.length > longestName ? `${name.slice(0, longestName)}…` : name}"`;
}

/** An agent whose record has a value that its gateway does not accept. */
export function settingInvalid(agentName: string, gatewayName: string, { field, why }: ValueProblem): FlightDeckError {
  return new FlightDeckError(
    "setting-invalid",
    `Gateway ${quote(gatewayName)} does not accept ${field} of agent ${quote(agentName)}: ${why}.`,
    hintForField(field),
  );
}

function hintForField(field: string): Hint {
  const hints = hintsOf("setting-invalid");
  if (field.startsWith("heartbeat")) return hints.heartbeat;
  return field === "workspace" ? hints.workspace : hints.sessionKey;
}

/** Notes once that the gateway postpones a restart that its configuration needs. */
export function noteRestartDue({ gateway, tally: { notes } }: Pick<RunContext, "gateway" | "tally">): void {
  const note =
    `Gateway "${gateway.name}" wants to restart for its configuration, but waits until its requests and heartbeats have ended. ` +
    "This run or a later one may have to wait for it.";
  if (!notes.includes(note)) notes.push(note);
}

/** A note on how long a change of the configuration will take. */
export function patchTakesLong({ name }: Gateway, newAgents: number, expectedMs: number): string {
  const what = newAgents === 0 ? "the changed configuration" : `${newAgents.toLocaleString("en-US")} new agents`;
  return `Gateway "${name}" needs about ${spellDuration(expectedMs)} to take in ${what}, and up to three times as long if its machine is busy.`;
}

/** @param who the agents it concerns; null for all. */
export function agentsCannotWork(gatewayName: string, obstacle: WorkObstacle, who: string | null): FlightDeckError {
  const { setting, why, remedy } = obstacle;
  const agents = who === null ? "The agents" : who;
  return new FlightDeckError(
    "agents-cannot-work",
    `${agents} on gateway ${quote(gatewayName)} may be unable to check in: its setting ${setting} ${why}.`,
    hintsOf("agents-cannot-work").setting(remedy),
  );
}

export function defaultBaseUrlUsed(gatewayName: string): FlightDeckError {
  return new FlightDeckError(
    "default-base-url",
    `Gateway ${quote(gatewayName)} is on another machine, and its base URL was never set: its agents get the default, ${defaultBaseUrl}, and look for Mission Control on their own machine.`,
    hintsOf("default-base-url").set,
  );
}

/** @param setting where the first of them gets a heartbeat of its own. */
export function heartbeatsLost(gatewayName: string, who: string, setting: string): FlightDeckError {
  return new FlightDeckError(
    "heartbeats-lost",
    `On gateway ${quote(gatewayName)} these agents wake only because of agents.defaults.heartbeat, and stop once another agent has a heartbeat of its own, as Flight Deck's agents do: ${who}.`,
    hintsOf("heartbeats-lost").ownBlock(setting),
  );
}

export function settingsLeftOut(agentName: string, gatewayName: string, leftOut: string[]): FlightDeckError {
  const shown = leftOut.slice(0, 10).map((key) => quote(key).slice(1, -1));
  const more = leftOut.length > shown.length ? ` and ${leftOut.length - shown.length} more` : "";
  return new FlightDeckError(
    "setting-left-out",
    `Gateway ${quote(gatewayName)} does not know ${shown.join(", ")}${more} of agent ${quote(agentName)}: left out.`,
    hintsOf("setting-left-out").heartbeatKeys,
  );
}

/** An agent whose roster entry the gateway refused, with the gateway's message. */
export function entryRefused(agentName: string, gatewayName: string, why: string): FlightDeckError {
  return new FlightDeckError(
    "setting-invalid",
    `Gateway ${quote(gatewayName)} refused the roster entry of agent ${quote(agentName)}: ${why}`,
    hintsOf("setting-invalid").named,
  );
}

/** Paths that a patch sets, such as `tools.exec.host`. */
export function leavesOf(patch: JsonObject, path = ""): string[] {
  return Object.entries(patch).flatMap(([key, value]) => {
    const here = path === "" ? key : `${path}.${key}`;
    return isJsonObject(value) ? leavesOf(value, here) : [here];
  });
}

export function settingsRefused(gatewayName: string, settings: JsonObject, why: string): FlightDeckError {
  return new FlightDeckError(
    "setting-left-out",
    `Gateway ${quote(gatewayName)} did not take ${leavesOf(settings).join(", ")}: ${why}`,
    hintsOf("setting-left-out").optional,
  );
}

/** Why a gateway refused the roster as a whole. */
export function rosterRefused(gatewayName: string, { reason, message }: Pick<PatchRefusal, "reason" | "message">) {
  const { code, hint } = byReason[reason];
  const text = `Gateway ${quote(gatewayName)} refused the change of its configuration: ${message}`;
  return new FlightDeckError(code, text, hint);
}

/** The gateway's message names a place outside the agents of the patch: the operator's own settings. */
export function refusedElsewhere(gatewayName: string, message: string): FlightDeckError {
  return new FlightDeckError(
    "config-rejected",
    `Gateway ${quote(gatewayName)} refused the change of its configuration because of settings that are not Flight Deck's: ${message}`,
    hintsOf("config-rejected").elsewhere,
  );
}

export function conflict(gatewayName: string, patches: number): FlightDeckError {
  return new FlightDeckError(
    "config-conflict",
    `The configuration of gateway ${quote(gatewayName)} was changed by others: ${patches} attempts by Flight Deck to change it were overwritten.`,
    hintsOf("config-conflict").otherEditor,
  );
}

/** How a change of the configuration affects a gateway that does not keep `$include`. */
export function includesLost(gatewayName: string, paths: string[][]): FlightDeckError {
  const places = paths.map((path) => path.join(".") || "the whole configuration").join(", ");
  return new FlightDeckError(
    "config-include-lost",
    `Gateway ${quote(gatewayName)} takes ${places} from other files ($include). A change of its roster makes this version of OpenClaw copy their content into its own file, and it no longer reads them.`,
    hintsOf("config-include-lost").editOwnFile,
  );
}

/** The first change makes a gateway rewrite its configuration file. */
export function commentsLost(gatewayName: string, comments: number): FlightDeckError {
  const amount = comments === 1 ? "a comment" : `${comments.toLocaleString("en-US")} comments`;
  return new FlightDeckError(
    "config-comments-lost",
    `The configuration file of gateway ${quote(gatewayName)} has ${amount}. A change of its roster makes OpenClaw rewrite the file without ${comments === 1 ? "it" : "them"}.`,
    hintsOf("config-comments-lost").copyFirst,
  );
}

const byReason: Record<RefusalReason, { code: ErrorCode; hint: Hint }> = {
  "invalid-value": {
    code: "config-rejected",
    hint: hintsOf("config-rejected").named,
  },
  "already-invalid": {
    code: "config-rejected",
    hint: hintsOf("config-rejected").alreadyInvalid,
  },
  "include-owned": {
    code: "config-include-owned",
    hint: hintsOf("config-include-owned").moveRoster,
  },
  "missing-scope": {
    code: "scope-missing",
    hint: hintsOf("scope-missing").approve("operator.admin"),
  },
  "stored-only": {
    code: "config-not-applied",
    hint: hintsOf("config-not-applied").restart,
  },
  other: {
    code: "config-rejected",
    hint: hintsOf("config-rejected").seeLog,
  },
};
