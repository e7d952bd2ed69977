import { isJsonObject } from "../../../shared/is-json-object.ts";
import { listNames } from "../../../shared/list-names.ts";
import type { RosterAgent } from "../../gateway/dialect.ts";
import { findObstacles } from "../../gateway/find-obstacles.ts";
import { agentsOnDefaults } from "../../gateway/heartbeat-rule.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { agentsCannotWork, heartbeatsLost } from "../report/config-errors.ts";
import { type RunContext, report } from "../report/run-context.ts";
import type { ConfigPlan } from "./plan-config.ts";

export type ReportWorkInput = {
  run: RunContext;
  session: GatewaySession;
  agents: RosterAgent[];
  changes: ConfigPlan["changes"];
  hasModel: boolean | null;
  /** Every shell command waits for an approval: a warning of its own says so. */
  doCommandsWait: boolean;
};

/** Warns of settings of the gateway that keep the agents from working; once per setting. */
export function reportObstacles({ run, session, agents, hasModel, doCommandsWait }: ReportWorkInput): void {
  const { config } = session.config;
  const names = new Map(agents.map(({ id, name }) => [id, name]));
  const obstacles = findObstacles({ ...session, config, agentKeys: [...names.keys()], hasModel });
  for (const obstacle of obstacles) {
    if (doCommandsWait && obstacle.setting.startsWith("tools.exec.")) continue;
    const those = obstacle.agentKeys?.map((key) => names.get(key) ?? key) ?? null;
    report(run, agentsCannotWork(run.gateway.name, obstacle, those && listNames(those)), null, "warning");
  }
}

/** Warns of agents that lose the heartbeat which they have from the gateway's defaults, because others get their own. */
export function reportLostHeartbeats({ run, session, changes }: Omit<ReportWorkInput, "doCommandsWait">): void {
  const { config } = session.config;
  const given = new Set([...changes.values()].flatMap(({ id, keys }) => (isJsonObject(keys.heartbeat) ? [id] : [])));
  if (given.size === 0) return;
  const losing = agentsOnDefaults({ ...session, config }).filter((id) => !given.has(id));
  if (losing.length === 0) return;
  const roster = session.dialect.readRoster(config);
  const names = losing.map((id) => {
    const name = roster.get(id)?.name;
    return typeof name === "string" && name !== id ? `${name} (${id})` : id;
  });
  const [first = ""] = losing;
  const place = session.dialect.rosterPath.join(".");
  const where = place.endsWith("list") ? `heartbeat in its entry of ${place}` : `${place}.${first}.heartbeat`;
  report(run, heartbeatsLost(run.gateway.name, listNames(names), where), null, "warning");
}
