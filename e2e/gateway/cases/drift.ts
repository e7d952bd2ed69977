import { expect, it } from "vitest";
import { readRun } from "../../../src/main/database/read-runs.ts";
import { agentNamed, expectAllRight, type GatewayFixture, heartbeatOf } from "../gateway-fixture.ts";
import { editFile, readFile } from "../read-back.ts";

/** Files that were edited on the gateway. */
export function driftCases(fixture: () => GatewayFixture): void {
  it("restores managed files that were edited on the gateway, and keeps the diffs", async () => {
    const { station, raw, settle } = fixture();
    await settle();
    const { key, agent } = agentNamed(fixture(), "Worker 3");
    const edited = ["SOUL.md", heartbeatOf(fixture())];
    await raw(async (client) => {
      for (const name of edited) await editFile(client, key, name, (content) => `${content}\nDance at noon.\n`);
    });

    const { status, report } = await station.sync();

    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(report).toMatchObject({ agentsUpdated: 1, agentsUnchanged: 9, stats: { fileWrites: 2, configWrites: 0 } });
    const row = report.agents.find(({ agentId }) => agentId === agent.id);
    expect(row?.filesWritten.toSorted()).toEqual(edited.toSorted());
    const { drift } = readRun(station.app.database, report.runId);
    expect(drift.map(({ agentId, fileName }) => [agentId, fileName]).toSorted()).toEqual(
      edited.map((name) => [agent.id, name]).toSorted(),
    );
    for (const { diff } of drift) expect(diff).toContain("-Dance at noon.");
    await expectAllRight(fixture());
  });

  it("leaves USER and MEMORY to the agent, unless told to overwrite", async () => {
    const { station, raw, settle } = fixture();
    await settle();
    const { key, agent } = agentNamed(fixture(), "Worker 4");
    const names = ["USER.md", "MEMORY.md"];
    const note = "Ada likes short answers.\n";
    await raw(async (client) => {
      for (const name of names) await editFile(client, key, name, () => note);
    });
    const rowOf = ({ agents }: Awaited<ReturnType<typeof station.sync>>["report"]) =>
      agents.find(({ agentId }) => agentId === agent.id);

    const first = await station.sync();

    expect(first.report).toMatchObject({ agentsUnchanged: 10, errors: [], stats: { fileWrites: 0 } });
    expect(rowOf(first.report)?.filesPreserved.toSorted()).toEqual(names.toSorted());
    await raw(async (client) => {
      for (const name of names) expect(await readFile(client, key, name)).toBe(note);
    });

    const second = await station.sync({ overwrite: true });

    expect(rowOf(second.report)?.filesWritten.toSorted()).toEqual(names.toSorted());
    await expectAllRight(fixture());
  });
}
