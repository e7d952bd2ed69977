import { type PatchCost, patchCost } from "../../gateway/patch-cost.ts";
import type { GatewaySession } from "../../gateway/session.ts";

/** The cost of a patch that adds this many agents to the roster of the newest snapshot. */
export function costOfAdding(newAgents: number, session: GatewaySession): PatchCost {
  const before = session.dialect.readRoster(session.config.config).size;
  return patchCost(session, { before, after: before + newAgents });
}
