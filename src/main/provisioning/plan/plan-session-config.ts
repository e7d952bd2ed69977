import type { RosterAgent } from "../../gateway/dialect.ts";
import { losesIncludes } from "../../gateway/find-includes.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { type ConfigPlan, planConfig } from "./plan-config.ts";

/** The agents whose entries should be correct, and whether nothing outside the roster may change. */
export type ConfigScope = { agents: RosterAgent[]; onlyRoster: boolean };

/** The configuration plan for a session's present snapshot. */
export function planSessionConfig(session: GatewaySession, scope: ConfigScope): ConfigPlan {
  const { dialect, config, ...facts } = session;
  const input = { ...facts, dialect, config: config.config, ...scope };
  const plan = planConfig(input);
  // Optional settings alone are not worth making the gateway drop its included files.
  const isForLittle = plan.changes.size === 0 && losesIncludes(config.includes);
  return isForLittle ? planConfig({ ...input, onlyRoster: true }) : plan;
}
