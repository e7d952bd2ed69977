import { isJsonObject } from "../../../shared/is-json-object.ts";
import type { JsonObject } from "../../../shared/records.ts";
import type { ConfigSnapshot } from "../../gateway/config.ts";
import { at, type RosterAgent } from "../../gateway/dialect.ts";
import { isRosterElsewhere, losesIncludes } from "../../gateway/find-includes.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { commentsLost, includesLost, leavesOf, noteRestartDue, patchTakesLong } from "../report/config-errors.ts";
import { type RunContext, report } from "../report/run-context.ts";
import { execNeedsApproval } from "../report/sync-errors.ts";
import { costOfAdding } from "./cost-of-adding.ts";
import type { ConfigPlan } from "./plan-config.ts";
import { reportLostHeartbeats, reportObstacles } from "./report-work.ts";

export type ConfigEffectsInput = {
  run: RunContext;
  session: GatewaySession;
  /** The agents whose roster entries the run corrects. */
  agents: RosterAgent[];
  /** What their entries need. */
  changes: ConfigPlan["changes"];
  /** The optional settings that the run does not add, because of what the change would cost. */
  leftOut: JsonObject;
  /** Whether the gateway has a model that it can use; null if it does not tell. */
  hasModel: boolean | null;
};

const longPatchMs = 60_000;

/**
 * Reports what the gateway's configuration and our change of it mean for agents' heartbeats and commands, and for included
 * files.
 */
export function reportConfigEffects(input: ConfigEffectsInput): void {
  const { run, session, agents, changes } = input;
  const doCommandsWait = !session.knowsAutoHost && commandsWait(session.config.config);
  if (doCommandsWait) report(run, execNeedsApproval(run.gateway), null, "warning");
  reportLosses(input);
  reportLongPatch(input);
  if (session.config.awaitsRestart) noteRestartDue(run);
  reportObstacles({ ...input, doCommandsWait });
  reportLostHeartbeats(input);
  const silenced = silencedAgents(agents, changes);
  if (silenced.length > 0) run.tally.notes.push(undeliveredHeartbeats(run.gateway.name, silenced.length));
  const waiting = agents.filter((agent) => changes.has(agent.id) && waitsForChat(agent, session));
  if (waiting.length > 0) run.tally.notes.push(deliveredHeartbeats(run.gateway.name, waiting.length));
}

/** What a change of the configuration costs the operator, or which settings are left out to save it. */
function reportLosses({ run, session, changes, leftOut }: ConfigEffectsInput): void {
  const { includes, comments } = session.config;
  const { name } = run.gateway;
  const isRewritten = changes.size > 0 && !isRosterElsewhere(includes, session.dialect.rosterPath);
  if (isRewritten && losesIncludes(includes)) report(run, includesLost(name, includes.paths), null, "warning");
  if (isRewritten && comments) report(run, commentsLost(name, comments), null, "warning");
  if (isRewritten && comments === null) run.tally.notes.push(commentsUnknown(name));
  if (Object.keys(leftOut).length > 0) run.tally.notes.push(settingsNotWorthIt(name, leftOut, session.config));
}

function commentsUnknown(gatewayName: string): string {
  return (
    `If the configuration file of gateway "${gatewayName}" has comments, a change of its roster removes them: OpenClaw rewrites ` +
    "the file. This version does not show whether there are any. The previous file is kept next to it as a .bak file."
  );
}

function settingsNotWorthIt(gatewayName: string, leftOut: JsonObject, { includes, comments }: ConfigSnapshot): string {
  const removal = "remove the comments of its configuration file";
  const costs = [
    ...(losesIncludes(includes) ? ["would stop reading the files that it includes"] : []),
    ...(comments ? [`would ${removal}`] : []),
    ...(comments === null ? [`may ${removal}`] : []),
  ];
  return (
    `The optional settings ${leavesOf(leftOut).join(", ")} are not added to gateway "${gatewayName}": for them alone it ` +
    `${costs.join(" and ")}. Add them to its configuration yourself if you want them.`
  );
}

function reportLongPatch({ run, session, changes }: ConfigEffectsInput): void {
  if (changes.size === 0) return;
  const newAgents = [...changes.values()].filter(({ isNew }) => isNew).length;
  const { expectedMs } = costOfAdding(newAgents, session);
  if (expectedMs === null || expectedMs < longPatchMs) return;
  run.tally.notes.push(patchTakesLong(run.gateway, newAgents, expectedMs));
}

/** Whether every shell command waits for an approval, on a gateway whose only hosts are "sandbox", "gateway" and "node". */
function commandsWait(config: JsonObject): boolean {
  const exec = at(config, "tools", "exec");
  if (!isJsonObject(exec) || exec.host !== "gateway") return false;
  return exec.security !== "full" || exec.ask === "always";
}

/** The agents whose heartbeat is written without a delivery target, though their record asks for the last chat. */
function silencedAgents(agents: RosterAgent[], changes: ConfigPlan["changes"]): RosterAgent[] {
  return agents.filter(({ id, heartbeat }) => {
    const written = changes.get(id)?.keys.heartbeat;
    return isJsonObject(written) && written.target === "none" && heartbeat.target !== "none";
  });
}

/** Whether the operator wants a delivery for which this gateway makes heartbeats wait for a chat. */
function waitsForChat({ heartbeat, deliversHeartbeats }: RosterAgent, { dialect }: GatewaySession): boolean {
  return deliversHeartbeats === true && dialect.acceptedHeartbeat(heartbeat).target !== heartbeat.target;
}

function deliveredHeartbeats(gatewayName: string, amount: number): string {
  const whose =
    amount === 1 ? "The heartbeat of 1 agent keeps" : `The heartbeats of ${amount.toLocaleString("en-US")} agents keep`;
  return (
    `${whose} target "last", because heartbeats are to be delivered to the last chat: gateway "${gatewayName}" skips them ` +
    "until the agent has had a chat through a channel."
  );
}

function undeliveredHeartbeats(gatewayName: string, amount: number): string {
  const whose =
    amount === 1 ? "The heartbeat of 1 agent is" : `The heartbeats of ${amount.toLocaleString("en-US")} agents are`;
  return (
    `${whose} written with target "none" instead of "last": gateway "${gatewayName}" skips a heartbeat with target "last" ` +
    "until the agent has had a chat through a channel, so the agent would never wake. " +
    'With "none" it wakes and checks in; what it says in a heartbeat stays in its session.'
  );
}
