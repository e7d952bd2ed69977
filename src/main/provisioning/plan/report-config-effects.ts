import { isJsonObject } from "../../../shared/is-json-object.ts";
import type { JsonObject } from "../../../shared/records.ts";
import { at, type RosterAgent } from "../../gateway/dialect.ts";
import { losesIncludes } from "../../gateway/find-includes.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { includesLost } from "../report/config-errors.ts";
import { type RunContext, report } from "../report/run-context.ts";
import { execNeedsApproval } from "../report/sync-errors.ts";
import type { ConfigPlan } from "./plan-config.ts";

export type ConfigEffectsInput = {
  run: RunContext;
  session: GatewaySession;
  /** The agents whose roster entries the run corrects. */
  agents: RosterAgent[];
  /** What their entries need. */
  changes: ConfigPlan["changes"];
};

/**
 * Reports what the gateway's configuration and our change of it mean for agents' heartbeats and commands, and for included
 * files.
 */
export function reportConfigEffects({ run, session, agents, changes }: ConfigEffectsInput): void {
  if (!session.knowsAutoHost && commandsWait(session.config.config)) {
    report(run, execNeedsApproval(run.gateway), null, "warning");
  }
  const { includes } = session.config;
  if (changes.size > 0 && losesIncludes(includes)) {
    report(run, includesLost(run.gateway.name, includes.paths), null, "warning");
  }
  const silenced = silencedAgents(agents, changes);
  if (silenced.length > 0) run.tally.notes.push(undeliveredHeartbeats(run.gateway.name, silenced.length));
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

function undeliveredHeartbeats(gatewayName: string, amount: number): string {
  const whose =
    amount === 1 ? "The heartbeat of 1 agent is" : `The heartbeats of ${amount.toLocaleString("en-US")} agents are`;
  return (
    `${whose} written with target "none" instead of "last": gateway "${gatewayName}" skips a heartbeat with target "last" ` +
    "until the agent has had a chat through a channel, so the agent would never wake. " +
    'With "none" it wakes and checks in; what it says in a heartbeat stays in its session.'
  );
}
