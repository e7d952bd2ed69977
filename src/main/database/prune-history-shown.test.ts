import { randomBytes } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { dialectNameSchema } from "../../shared/dialect-names.ts";
import type { AgentOutcome, Outcome } from "../../shared/sync.ts";
import { listAgentRows } from "./agent-rows.ts";
import { deleteAgent } from "./agents.ts";
import { saveGatewayRoster } from "./gateway-rosters.ts";
import { findLastProvisioning } from "./last-provisioning.ts";
import { isPruningDue, pruneAtNextLook, pruneHistory } from "./prune-history.ts";
import { readBoardFacts } from "./read-board-facts.ts";
import { listRuns } from "./read-runs.ts";
import { saveRunPlan } from "./run-plans.ts";
import { createRun, finishRun, recordAgentOutcomes, recordRunErrors } from "./runs.ts";
import { lastSeenGateway, spokeOtherDialect } from "./seen-gateway.ts";
import { addAgent, addBoard, addGateway, addOrganization } from "./test-fleet.ts";
import {
  dayMs,
  db,
  leftByClockOn,
  leftOn,
  outcomeOf,
  type RunFacts,
  replace,
  reportOf,
  runOn,
  startMs,
  type Told,
} from "./test-history.ts";

describe("pruning changes nothing that is shown of", () => {
  it("an agent or a board whose last outcome is old", () => {
    addOrganization(db);
    const gatewayId = addGateway(db);
    const boardId = addBoard(db, { gatewayId });
    const agentOf = (name: string) => addAgent(db, { gatewayId, boardId, name });
    const [paused, broken, fresh] = [agentOf("Paused"), agentOf("Broken"), agentOf("Fresh")];
    const told = (agentId: string, outcome: Outcome, values: Partial<AgentOutcome> = {}): Told => ({
      agentId,
      boardId,
      outcome,
      ...values,
    });
    const at = (day: number, agents: Told[], facts: RunFacts = {}) => runOn(day, { gatewayId, agents, ...facts });
    at(0, [told(paused, "updated"), told(broken, "unchanged")]);
    const lastGood = at(1, [told(paused, "updated"), told(broken, "unchanged")]);
    const failed = at(2, [told(broken, "failed", { reason: "error" })]);
    recordRunErrors(db, failed, [
      {
        ...{ severity: "error", code: "token-mismatch", message: "No.", hint: "Do.", agentId: broken },
        ...{ agentName: "Broken", boardId },
      },
    ]);
    const skipped = [3, 4, 5].map((day) => at(day, [told(paused, "skipped", { reason: "paused" })]));
    // Neither is an outcome of the agent.
    at(6, [told(broken, "unchanged")], { dryRun: true, kind: "template-sync" });
    at(7, [told(broken, "updated")], { kind: "wake" });
    const latest = [40, 41].map((day) => at(day, [told(fresh, "unchanged")]));
    const shown = () => ({ agents: listAgentRows(db, { gatewayId }), board: readBoardFacts(db, [boardId])(boardId) });
    const before = shown();
    expect(before.agents.map(({ lastOutcome }) => lastOutcome)).toEqual(["skipped", "failed", "unchanged"]);
    const left = leftOn(42);
    expect(shown()).toEqual(before);
    expect(left).toEqual(expect.arrayContaining([lastGood, failed, skipped.at(-1), ...latest]));
    expect(left).not.toEqual(expect.arrayContaining([skipped[0]]));
    expect(left.length).toBeLessThan(9);
  });

  it("an agent on the gateway whose record was deleted", () => {
    addOrganization(db);
    const gatewayId = addGateway(db);
    const [known, gone] = [addAgent(db, { gatewayId }), addAgent(db, { gatewayId })];
    const synced = (agentId: string): RunFacts => ({ gatewayId, agents: [{ agentId, outcome: "updated" }] });
    const [last, forgotten] = [runOn(0, synced(known)), runOn(1, synced(gone))];
    for (const id of [known, gone]) deleteAgent(db, id);
    saveGatewayRoster(db, gatewayId, [{ key: `MC-${known}`, name: null, workspace: null }]);
    runOn(40, { gatewayId });
    runOn(41, { gatewayId });
    const left = leftOn(42);
    expect(left).toContain(last);
    expect(left).not.toContain(forgotten);
    expect(findLastProvisioning(db, known)).toBeDefined();
  });

  it("what a gateway was when it was last reached", () => {
    const [former = null, present = null] = dialectNameSchema.options;
    const before = runOn(0, { dialect: former });
    const after = [runOn(1, { dialect: present }), runOn(2, { dialect: present })];
    const away = [40, 41, 42].map((day) => runOn(day));
    expect(leftOn(43)).toEqual([before, after[1], ...away]);
    expect(lastSeenGateway(db, "north")?.dialect).toBe(present);
    expect(present && spokeOtherDialect(db, "north", present)).toBe(true);
  });
});

it("is due once a day, also after the clock was set back, and at once when the rules change", () => {
  expect(isPruningDue(db, startMs)).toBe(true);
  leftOn(0);
  expect([0.9, 1, -1].map((day) => isPruningDue(db, startMs + day * dayMs))).toEqual([false, true, true]);
  pruneAtNextLook(db);
  expect(isPruningDue(db, startMs)).toBe(true);
});

it("also prunes right after the clock was set if the operator has changed the rules", () => {
  for (const day of [0, 1, 40, 41]) runOn(day);
  expect(leftByClockOn(42)).toHaveLength(4);
  expect(leftOn(42)).toHaveLength(2);
});

it("begins again after it was stopped between two steps", () => {
  for (let day = 0; day < 30; day += 1) runOn(day);
  pruneAtNextLook(db);
  const steps = pruneHistory(db, { keepDays: 1, keepRuns: 2, versionDays: 1, keepVersions: 1 }, startMs + 30 * dayMs);
  let deleted = 0;
  for (const runs of steps) {
    deleted += runs;
    if (deleted === 5) break;
  }
  expect(listRuns(db, { limit: 100 })).toHaveLength(25);
  expect(isPruningDue(db, startMs + 30 * dayMs)).toBe(true);
  expect(leftOn(30, { keepDays: 1, keepRuns: 2, versionDays: 1, keepVersions: 1 })).toHaveLength(2);
});

it("levels off in a fleet that is synced hourly", { timeout: 60_000 }, () => {
  addOrganization(db);
  const gatewayId = addGateway(db);
  const agentIds = [1, 2, 3, 4].map(() => addAgent(db, { gatewayId }));
  const firstHourMs = Date.parse("2030-01-01T00:00:00Z");
  vi.useFakeTimers({ toFake: ["Date"] });
  const sizes: number[] = [];
  for (let hour = 0; hour < 40 * 24; hour += 1) {
    vi.setSystemTime(firstHourMs + hour * 60 * 60_000);
    syncOnce(gatewayId, agentIds, hour);
    if (!isPruningDue(db, Date.now())) continue;
    for (const _ of pruneHistory(db, { keepDays: 10, keepRuns: 20, versionDays: 10, keepVersions: 1 }, Date.now()));
    sizes.push(Number(db.sqlite.pragma("page_count", { simple: true })));
  }
  const largest = (fromDay: number, toDay: number) => Math.max(...sizes.slice(fromDay, toDay));
  expect(listRuns(db, { limit: 10_000 }).length).toBeLessThan(12 * 24);
  expect(largest(0, 3)).toBeLessThan(largest(10, 13) / 2);
  expect(largest(30, 40)).toBeLessThanOrEqual(largest(12, 20) * 1.05);
  // An operator who then keeps less gets the space back.
  for (const _ of pruneHistory(db, { keepDays: 1, keepRuns: 20, versionDays: 1, keepVersions: 1 }, Date.now()));
  expect(Number(db.sqlite.pragma("page_count", { simple: true }))).toBeLessThan(largest(30, 40) * 0.8);
});

/** The records of a sync in which every second hour an edit is replaced, and of a plan once a day. */
function syncOnce(gatewayId: string, agentIds: string[], hour: number): void {
  const isPlan = hour % 24 === 5;
  const options = { dryRun: isPlan };
  const start = { gatewayId, gatewayName: "North", kind: "template-sync", options, startedBy: "test" } as const;
  db.sqlite.transaction(() => {
    const { id } = createRun(db, start);
    const agents = agentIds.map((agentId) => outcomeOf({ agentId, outcome: "unchanged" }));
    recordAgentOutcomes(db, id, agents);
    if (isPlan) saveRunPlan(db, id, { text: "plan ".repeat(500) } as never);
    const text = `${hour} ${randomBytes(15_000).toString("hex")}`;
    if (hour % 2 === 0) replace(id, agentIds[hour % 3], "SOUL.md", { text, diff: "-a\n".repeat(500) });
    finishRun(db, id, { status: "succeeded", report: { ...reportOf(null), agents } });
  })();
}
