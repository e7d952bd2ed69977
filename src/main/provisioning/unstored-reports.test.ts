import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../shared/sync.ts";
import { databaseTroubleNames, databaseTroubles } from "../database/test-database-trouble.ts";
import { open } from "./test-open-fixture.ts";
import { expectCountsAddUp, expectTokensVerify } from "./test-sync-results.ts";

describe.each(databaseTroubleNames)("a database that is %s", (name) => {
  const { begin, code } = databaseTroubles[name];

  test("at the end of a run: the whole report is there, and says that it is not stored", async () => {
    const fixture = await open();
    let undo = (): unknown => null;
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent) => {
      events.push(event);
      if (event.type === "phase" && event.phase === "finishing") undo = begin(fixture.app.database);
    };
    const { status, report } = await fixture.sync({ rotateTokens: true }, { onEvent });
    undo();
    expect([status, report.isStored, report.agentsUpdated]).toEqual(["failed", false, 6]);
    expect(report.errors).toMatchObject([{ severity: "error", code, agentId: null }]);
    expectCountsAddUp(report);
    expect(events.at(-1)).toMatchObject({ type: "ended", status: "failed", report });
    if (name !== "damaged") await expectTokensVerify(fixture);
  });

  test("while files are written: no further agent is begun, and every agent has an outcome that is true", async () => {
    const fixture = await open({ agents: 60 });
    let undo = (): unknown => null;
    let outcomes = 0;
    const onEvent = (event: RunEvent) => {
      if (event.type === "agent-outcome" && ++outcomes === 3) undo = begin(fixture.app.database);
    };
    const { status, report } = await fixture.sync({ rotateTokens: true }, { onEvent });
    undo();
    expect([status, report.isStored]).toEqual(["failed", false]);
    expect(new Set(report.errors.map((error) => error.code))).toEqual(new Set([code]));
    expectCountsAddUp(report);
    expect(report.agentsNotAttempted).toBeGreaterThan(0);
    for (const { agentId, outcome, filesWritten, filesUncertain } of report.agents) {
      const there = fixture.gateway.readFile(fixture.keyOf(agentId), "AGENTS.md") !== undefined;
      if (outcome === "not-attempted") expect(there).toBe(false);
      else expect([...filesWritten, ...filesUncertain].length > 0).toBe(true);
    }
  });
});
