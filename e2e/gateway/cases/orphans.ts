import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { deleteAgent } from "../../../src/main/database/agents.ts";
import { adoptAgents } from "../../../src/main/operations/adopt-agents.ts";
import { deleteOrphan } from "../../../src/main/operations/delete-orphan.ts";
import { readOrphans } from "../../../src/main/operations/read-orphans.ts";
import { readRunDiffs } from "../../../src/main/provisioning/report/read-run-diffs.ts";
import { briskRetries, openAppFixture } from "../app-fixture.ts";
import { buildFleet } from "../build-fleet.ts";
import type { GatewayFixture } from "../gateway-fixture.ts";
import { editFile, readAgents } from "../read-back.ts";

/** Agents whose records were deleted (docs/behaviour.md, Agents without a record). */
export function orphanCases(fixture: () => GatewayFixture): void {
  it("lists agents without a record, deletes one with its files kept, and adopts another", async () => {
    const { gateway, raw } = fixture();
    const fleet = buildFleet({ gateway, boards: 1, agents: 3, withMain: false });
    const station = await openAppFixture(fleet, { retryPolicy: briskRetries });
    try {
      const { app, gatewayId } = station;
      expect((await station.sync({ includeMain: false })).status).toBe("succeeded");
      const [kept, lost, taken] = station
        .agents()
        .toSorted((a, b) => Number(b.agent.isBoardLead) - Number(a.agent.isBoardLead));
      if (!kept || !lost || !taken) throw new Error("three agents were expected");
      await raw((client) =>
        editFile(client, lost.key, "MEMORY.md", (content) => `${content}\nThe harbour closes at nine.\n`),
      );
      for (const { agent } of [lost, taken]) deleteAgent(app.database, agent.id);

      const { orphans } = await readOrphans(app, gatewayId);
      const keys = orphans.map(({ key }) => key);
      expect(keys).toEqual(expect.arrayContaining([lost.key, taken.key]));
      expect(keys).not.toContain(kept.key);
      const request = { gatewayId, wanted: lost.key, confirmName: lost.agent.name };
      const deletion = await untilLeased(() => deleteOrphan({ ...app, startedBy: "e2e" }, request));

      expect((await raw(readAgents)).ids).not.toContain(lost.key);
      const memory = join(deletion.workspace ?? "", "MEMORY.md");
      expect(existsSync(memory) && readFileSync(memory, "utf8")).toContain("The harbour closes at nine.");
      const copies = readRunDiffs(app.database, deletion.runId, () => app.vault);
      expect(copies.map(({ diff }) => diff).join()).toContain("The harbour closes at nine.");
      const boardId = fleet.boards[0]?.id ?? "";
      await adoptAgents({ ...app, startedBy: "e2e" }, { gatewayId, wanted: [taken.key], boardId, mode: null });
      const { report } = await station.sync({ includeMain: false, rotateTokens: true });
      expect(report).toMatchObject({ agentsInScope: 2, agentsUpdated: 1, agentsUnchanged: 1, errors: [] });
    } finally {
      station.close();
    }
  });
}

/** A 2026.9.6 on a busy machine may not get its own lock for a deletion in time: then nothing was deleted. */
async function untilLeased<T>(work: () => Promise<T>, triesLeft = 4): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (triesLeft === 0 || !String(error).includes("STATE_LEASE")) throw error;
    return untilLeased(work, triesLeft - 1);
  }
}
