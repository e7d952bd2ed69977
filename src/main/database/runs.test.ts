import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dialectNameSchema } from "../../shared/dialect-names.ts";
import type { AgentOutcome, RunError, SyncReport } from "../../shared/sync.ts";
import { deleteAgent } from "./agents.ts";
import { deleteBoard } from "./boards.ts";
import { readGatewayFacts } from "./gateway-facts.ts";
import { deleteGateway } from "./gateways.ts";
import { markInterruptedRuns } from "./interrupted-runs.ts";
import { findLastProvisioning } from "./last-provisioning.ts";
import { latestRunOfKind } from "./latest-run-of-kind.ts";
import { type Database, openDatabase } from "./open-database.ts";
import { listRuns, readRun } from "./read-runs.ts";
import { createRun, finishRun, recordAgentOutcomes, recordRunDrift, recordRunErrors } from "./runs.ts";
import { lastSeenGateway } from "./seen-gateway.ts";
import { addAgent, addBoard, addGateway, addOrganization } from "./test-fleet.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
});
afterEach(() => db.close());

const start = (gatewayId = "gateway") =>
  createRun(db, {
    gatewayId,
    gatewayName: "North",
    kind: "template-sync",
    options: { boardId: null, rotateTokens: true },
    startedBy: "cli",
  });

const outcome = (agentId: string, values: Partial<AgentOutcome> = {}): AgentOutcome => ({
  agentId,
  agentName: `Agent ${agentId}`,
  boardId: "board",
  isMain: false,
  outcome: "updated",
  reason: null,
  filesWritten: ["SOUL.md"],
  filesUnchanged: [],
  filesPreserved: ["USER.md"],
  filesUncertain: [],
  ...values,
});

const error = (message: string, values: Partial<RunError> = {}): RunError => ({
  severity: "error",
  code: "file-conflict",
  message,
  hint: "Do this.",
  agentId: null,
  agentName: null,
  boardId: null,
  ...values,
});

const report: SyncReport = {
  runId: "run",
  gatewayId: "gateway",
  dialect: null,
  gatewayVersion: "2026.9.6",
  includeMain: true,
  resetSessions: false,
  agentsInScope: 0,
  agentsUpdated: 0,
  agentsUnchanged: 0,
  agentsSkipped: 0,
  agentsFailed: 0,
  agentsNotAttempted: 0,
  mainUpdated: false,
  errors: [],
  agents: [],
  stats: { durationMs: 1, rpcCalls: 0, configWrites: 0, fileWrites: 0, retries: 0 },
};

/** With its notes between errors and agents, as a sync reports them. */
function inOrder({ notes, agents, stats, errors, ...facts }: SyncReport) {
  return { ...facts, errors, notes, agents, stats };
}

describe("a run", () => {
  it("is read back as it was recorded, in order, over several batches", () => {
    const run = start();
    const agents = [
      outcome("c"),
      outcome("a", { outcome: "skipped", reason: "paused", filesWritten: [] }),
      outcome("b", { isMain: true, boardId: null, reason: "error" }),
    ];
    const errors = [
      error("third comes first"),
      error("then", { severity: "warning", agentId: "a", agentName: "A" }),
      error("last"),
    ];
    recordAgentOutcomes(db, run.id, agents.slice(0, 2));
    recordAgentOutcomes(db, run.id, agents.slice(2));
    recordAgentOutcomes(db, run.id, []);
    recordRunErrors(db, run.id, errors.slice(0, 1));
    recordRunErrors(db, run.id, errors.slice(1));
    recordRunDrift(db, run.id, [{ agentId: "a", fileName: "SOUL.md", diff: "-old\n+new\n" }]);
    finishRun(db, run.id, { status: "succeeded", report });
    const history = readRun(db, run.id);
    expect(history).toMatchObject({
      agents,
      errors,
      drift: [{ agentId: "a", fileName: "SOUL.md", diff: "-old\n+new\n" }],
    });
    expect(history.run).toMatchObject({
      gatewayName: "North",
      options: { boardId: null, rotateTokens: true },
      status: "succeeded",
      report: { ...report, agents, errors },
    });
    expect((history.run.endedAt ?? "") > history.run.startedAt).toBe(true);
  });

  it("has no report and no end while it is running", () => {
    expect(readRun(db, start().id).run).toMatchObject({ status: "running", report: null, endedAt: null });
  });

  it("keeps the agents and errors of its report once, and gives them in the order of the report", () => {
    addOrganization(db);
    const gatewayId = addGateway(db);
    // The agents' records have another order.
    const [first, second] = [addAgent(db, { gatewayId }), addAgent(db, { gatewayId })];
    const run = start(gatewayId);
    const agents = [outcome(second), outcome(first)];
    const errors = [error("b"), error("a")];
    recordAgentOutcomes(db, run.id, agents);
    recordRunErrors(db, run.id, errors);
    const complete = { ...report, notes: ["a note"], agents, errors };
    finishRun(db, run.id, { status: "failed", report: complete });
    const stored = db.sqlite.prepare("SELECT report FROM runs").pluck().get();
    expect(Object.keys(JSON.parse(String(stored)))).not.toEqual(expect.arrayContaining(["agents"]));
    expect(String(stored)).not.toContain(second);
    const history = readRun(db, run.id);
    expect(JSON.stringify(history.run.report)).toBe(JSON.stringify(inOrder(complete)));
    expect(history.agents.map(({ agentId }) => agentId)).toEqual([first, second]);
  });

  it("takes one outcome per agent, and none of a batch with a second one", () => {
    const run = start();
    recordAgentOutcomes(db, run.id, [outcome("a")]);
    expect(() => recordAgentOutcomes(db, run.id, [outcome("b"), outcome("a", { outcome: "failed" })])).toThrow();
    expect(readRun(db, run.id).agents).toEqual([outcome("a")]);
  });

  it("ends once", () => {
    const run = start();
    finishRun(db, run.id, { status: "cancelled", report });
    finishRun(db, run.id, { status: "succeeded", report: null });
    expect(readRun(db, run.id).run).toMatchObject({ status: "cancelled", report });
  });

  it("outlives its gateway, board and agents, names included", () => {
    addOrganization(db);
    const gatewayId = addGateway(db, { name: "North" });
    const boardId = addBoard(db, { gatewayId });
    const agentId = addAgent(db, { gatewayId, boardId });
    const run = start(gatewayId);
    recordAgentOutcomes(db, run.id, [outcome(agentId, { boardId })]);
    recordRunErrors(db, run.id, [error("boom", { agentId, boardId })]);
    recordRunDrift(db, run.id, [{ agentId, fileName: "SOUL.md", diff: "-a" }]);
    const before = readRun(db, run.id);
    deleteAgent(db, agentId);
    deleteBoard(db, boardId);
    deleteGateway(db, gatewayId);
    expect(readRun(db, run.id)).toEqual(before);
  });

  it("that does not exist is not found", () => {
    expect(() => readRun(db, "nothing")).toThrow(expect.objectContaining({ code: "not-found" }));
  });
});

describe("listRuns", () => {
  it("gives the latest first with counts, up to the limit, of one gateway if asked", () => {
    const [first, second, other] = [start("one"), start("one"), start("two")];
    recordAgentOutcomes(db, second.id, [outcome("a"), outcome("b"), outcome("c", { outcome: "failed" })]);
    recordRunErrors(db, second.id, [
      error("x"),
      error("y", { severity: "warning" }),
      error("z", { severity: "warning" }),
    ]);
    expect(listRuns(db, { limit: 10 }).map((run) => run.id)).toEqual([other.id, second.id, first.id]);
    expect(listRuns(db, { limit: 1, gatewayId: "one" })).toMatchObject([
      { id: second.id, agents: { updated: 2, failed: 1, unchanged: 0 }, errors: 1, warnings: 2 },
    ]);
  });
});

describe("markInterruptedRuns", () => {
  it("marks the runs of gateways that nothing holds, whatever their process ids say", () => {
    const startOn = (gatewayId: string) => start(gatewayId).id;
    const [dead, held, ended] = [startOn("dead"), startOn("held"), startOn("ended")];
    finishRun(db, ended, { status: "succeeded", report });
    let locks = 0;
    const tryLock = (gatewayId: string) => {
      if (gatewayId === "held") return null;
      locks += 1;
      return () => {
        locks -= 1;
      };
    };
    expect(markInterruptedRuns(db, tryLock)).toEqual([dead]);
    expect([dead, held, ended].map((id) => readRun(db, id).run.status)).toEqual([
      "interrupted",
      "running",
      "succeeded",
    ]);
    expect(readRun(db, dead).run.endedAt).not.toBeNull();
    expect(markInterruptedRuns(db, tryLock)).toEqual([]);
    expect(locks).toBe(0);
  });
});

describe("with the clock set back", () => {
  /** A run as it was recorded before, when the clock was two years ahead. */
  const startAhead = (gatewayId?: string) => {
    const run = start(gatewayId);
    finishRun(db, run.id, { status: "succeeded", report: null });
    db.sqlite.prepare("UPDATE runs SET started_at = '2999-01-01T00:00:00.000000Z' WHERE id = ?").run(run.id);
    return run;
  };

  it("a new run is still the first in the list", () => {
    const ahead = startAhead();
    const run = start();
    expect(listRuns(db, { limit: 10 }).map(({ id }) => id)).toEqual([run.id, ahead.id]);
    expect(listRuns(db, { limit: 1, gatewayId: "gateway" })[0]?.id).toBe(run.id);
  });

  it("a new run is the latest of its gateway and its kind", () => {
    addOrganization(db);
    const gatewayId = addGateway(db);
    startAhead(gatewayId);
    const run = start(gatewayId);
    expect(readGatewayFacts(db).get(gatewayId)?.lastRun?.runId).toBe(run.id);
    expect(latestRunOfKind(db, gatewayId, "template-sync")?.startedAt).toBe(run.startedAt);
  });

  it("a new run is the last that provisioned an agent, and that saw its gateway", () => {
    for (const [run, name, gatewayVersion] of [
      [startAhead(), "Former", "2026.3.28"],
      [start(), "Present", "2026.9.6"],
    ] as const) {
      recordAgentOutcomes(db, run.id, [outcome("agent", { agentName: name })]);
      const report = JSON.stringify({ gatewayVersion, dialect: dialectNameSchema.options[0] });
      db.sqlite.prepare("UPDATE runs SET report = ?, ended_at = started_at WHERE id = ?").run(report, run.id);
    }
    expect(findLastProvisioning(db, "agent")?.agentName).toBe("Present");
    expect(lastSeenGateway(db, "gateway")?.version).toBe("2026.9.6");
  });
});
