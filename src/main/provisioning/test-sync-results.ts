import { expect } from "vitest";
import type { AgentOutcome, RunError, SyncReport } from "../../shared/sync.ts";
import { readAgent } from "../database/agents.ts";
import type { ProvisioningFixture } from "./test-fixture.ts";
import { verifyToken } from "./tokens/hash-token.ts";

/** Every agent's files have the token that its record knows. */
export async function expectTokensVerify({ app, agentIds, mainId, tokenOf }: ProvisioningFixture): Promise<void> {
  for (const id of [...agentIds, mainId]) {
    const hash = readAgent(app.database, id).agentTokenHash;
    expect(await verifyToken(tokenOf(id) ?? "", hash ?? ""), `token of ${id}`).toBe(true);
  }
}

/** Every agent in scope has exactly one outcome. */
export function expectCountsAddUp(report: SyncReport): void {
  const { agentsUpdated, agentsUnchanged, agentsSkipped, agentsFailed, agentsNotAttempted } = report;
  expect(agentsUpdated + agentsUnchanged + agentsSkipped + agentsFailed + agentsNotAttempted).toBe(
    report.agentsInScope,
  );
  expect(new Set(report.agents.map(({ agentId }) => agentId)).size).toBe(report.agents.length);
}

export function errorOf(report: SyncReport, agentId: string): RunError | undefined {
  return report.errors.find((row) => row.agentId === agentId);
}

export function outcomeOf(report: SyncReport, agentId: string): AgentOutcome | undefined {
  return report.agents.find((row) => row.agentId === agentId);
}
