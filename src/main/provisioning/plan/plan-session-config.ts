import type { RosterAgent } from "../../gateway/dialect.ts";
import { losesIncludes } from "../../gateway/find-includes.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { type ConfigPlan, planConfig } from "./plan-config.ts";

/** Whose entries shall be right, and whether everything outside the roster is left as it is. */
export type ConfigScope = { agents: RosterAgent[]; onlyRoster: boolean };

/** The configuration plan for a session's present snapshot of the configuration. */
export function planSessionConfig(session: GatewaySession, scope: ConfigScope): ConfigPlan {
  const { dialect, config, ...facts } = session;
  const input = { ...facts, dialect, config: config.config, ...scope };
  const plan = planConfig(input);
  // Included files are not put out of use for the sake of optional settings alone.
  const isForLittle = plan.changes.size === 0 && losesIncludes(config.includes);
  return isForLittle ? planConfig({ ...input, onlyRoster: true }) : plan;
}
