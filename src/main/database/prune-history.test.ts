import { hash, randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dialectNameSchema } from "../../shared/dialect-names.ts";
import type { RunKind } from "../../shared/run-kinds.ts";
import type { AgentOutcome, Outcome, SyncReport } from "../../shared/sync.ts";
import { listAgentRows } from "./agent-rows.ts";
import { forgetSyncStates, readFleetRevision, saveAgentSyncStates } from "./agent-sync-states.ts";
import { deleteAgent } from "./agents.ts";
import { readContent } from "./contents.ts";
import { listFileVersions, recordFileVersion } from "./file-versions.ts";
import { recordFileWriteIntents, recordFileWriteResults } from "./file-writes.ts";
import { saveGatewayRoster } from "./gateway-rosters.ts";
import { dismissRun, setRunPinned } from "./keep-run.ts";
import { findLastProvisioning } from "./last-provisioning.ts";
import { type Database, openDatabase } from "./open-database.ts";
import type { Retention } from "./outdated-runs.ts";
import { deleteOlderRuns, isPruningDue, pruneAtNextLook, pruneHistory } from "./prune-history.ts";
import { readBoardFacts } from "./read-board-facts.ts";
import { listRuns } from "./read-runs.ts";
import { saveRunPlan } from "./run-plans.ts";
import { createRun, finishRun, recordAgentOutcomes, recordRunErrors } from "./runs.ts";
import { lastSeenGateway, spokeOtherDialect } from "./seen-gateway.ts";
import { addAgent, addBoard, addGateway, addOrganization, testVault } from "./test-fleet.ts";
import { keepTheirs, saveWrittenFiles } from "./written-files.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
});
afterEach(() => {
  vi.useRealTimers();
  db.close();
});

const dayMs = 24 * 60 * 60_000;
const startMs = Date.parse("2026-01-01T00:00:00Z");
const atDay = (day: number) => new Date(startMs + day * dayMs).toISOString().replace("Z", "000Z");

type Told = Partial<AgentOutcome> & { agentId: string; outcome: Outcome };
type RunFacts = {
  gatewayId?: string;
  kind?: RunKind;
  dryRun?: boolean;
  retryOf?: string;
  status?: "succeeded" | "interrupted" | null;
  dialect?: SyncReport["dialect"];
  agents?: Told[];
};

/** A run that began on this day; it is still running if its status is null. */
function runOn(day: number, facts: RunFacts = {}): string {
  const { gatewayId = "north", kind = "template-sync", dryRun = false, status = "succeeded", agents = [] } = facts;
  const start = { gatewayId, gatewayName: "North", kind, options: { dryRun }, startedBy: "test" };
  const run = createRun(db, facts.retryOf === undefined ? start : { ...start, retryOf: facts.retryOf });
  recordAgentOutcomes(db, run.id, agents.map(outcomeOf));
  if (status !== null) finishRun(db, run.id, { status, report: reportOf(facts.dialect ?? null) });
  db.sqlite.prepare("UPDATE runs SET started_at = ? WHERE id = ?").run(atDay(day), run.id);
  return run.id;
}

function outcomeOf(told: Told): AgentOutcome {
  const files = { filesWritten: [], filesUnchanged: ["SOUL.md"], filesPreserved: [], filesUncertain: [] };
  return { agentName: `Agent ${told.agentId}`, boardId: null, isMain: false, reason: null, ...files, ...told };
}

function reportOf(dialect: SyncReport["dialect"]): SyncReport {
  return {
    ...{ runId: "run", gatewayId: "north", dialect, gatewayVersion: "2026.9.6", includeMain: true },
    ...{ resetSessions: false, agentsInScope: 0, agentsUpdated: 0, agentsUnchanged: 0, agentsSkipped: 0 },
    ...{ agentsFailed: 0, agentsNotAttempted: 0, mainUpdated: false, errors: [], agents: [] },
    stats: { durationMs: 1, rpcCalls: 1, configWrites: 0, fileWrites: 0, retries: 0 },
  };
}

/** Prunes as on this day, because the operator asks, and gives the runs that are left, the oldest first. */
function leftOn(day: number, retention?: Retention): string[] {
  pruneAtNextLook(db);
  return leftByClockOn(day, retention);
}

/** The same, because it is time. */
function leftByClockOn(
  day: number,
  retention: Retention = { keepDays: 10, keepRuns: 2, versionDays: 10, keepVersions: 1 },
): string[] {
  for (const _ of pruneHistory(db, retention, startMs + day * dayMs));
  return listRuns(db, { limit: 1000 })
    .map(({ id }) => id)
    .reverse();
}

describe("the history keeps", () => {
  it("runs for some days, and the last of each gateway for ever", () => {
    const north = [0, 1, 2, 30, 31].map((day) => runOn(day));
    const south = [0, 1, 2].map((day) => runOn(day, { gatewayId: "south" }));
    expect(new Set(leftOn(35))).toEqual(new Set([...north.slice(3), ...south.slice(1)]));
  });

  it("every run of the last days, however many", () => {
    const runs = [20, 21, 22, 23, 24].map((day) => runOn(day));
    expect(leftOn(25)).toEqual(runs);
  });

  it("what is pinned, in progress, or interrupted and not dismissed", () => {
    const [pinned, unpinned] = [runOn(0), runOn(0.1)];
    const [running, cutOff, dismissed] = [
      runOn(0.2, { status: null }),
      runOn(0.3, { status: "interrupted" }),
      runOn(0.4, { status: "interrupted" }),
    ];
    const latest = [runOn(40), runOn(41)];
    for (const id of [pinned, unpinned]) setRunPinned(db, id, true);
    setRunPinned(db, unpinned, false);
    dismissRun(db, dismissed);
    expect(leftOn(42)).toEqual([pinned, running, cutOff, ...latest]);
    setRunPinned(db, pinned, false);
    dismissRun(db, cutOff);
    expect(leftOn(42)).toEqual([running, ...latest]);
  });

  it("every run with the same work as an interrupted one that is kept, because a resume must not repeat their steps", () => {
    const first = runOn(0, { status: "interrupted" });
    const resume = runOn(1, { retryOf: first });
    const ofResume = runOn(2, { retryOf: resume });
    const failed = runOn(3);
    const cutOff = runOn(4, { status: "interrupted", retryOf: failed });
    const other = runOn(5, { status: "interrupted" });
    runOn(6, { retryOf: other });
    dismissRun(db, other);
    const latest = [runOn(40), runOn(41)];
    const kept = [first, resume, ofResume, failed, cutOff];
    expect(leftOn(42)).toEqual([...kept, ...latest]);
    dismissRun(db, first);
    expect(leftOn(42)).toEqual([failed, cutOff, ...latest]);
    setRunPinned(db, cutOff, true);
    dismissRun(db, cutOff);
    expect(leftOn(42)).toEqual([failed, cutOff, ...latest]);
    setRunPinned(db, cutOff, false);
    expect(leftOn(42)).toEqual(latest);
  });

  it("what a resume needs of an interrupted run that says what is known of an agent", () => {
    addOrganization(db);
    const gatewayId = addGateway(db);
    const agentId = addAgent(db, { gatewayId });
    const cutOff = runOn(0, { gatewayId, status: "interrupted", agents: [{ agentId, outcome: "updated" }] });
    const resume = runOn(1, { gatewayId, retryOf: cutOff });
    dismissRun(db, cutOff);
    const latest = [runOn(40, { gatewayId }), runOn(41, { gatewayId })];
    expect(leftOn(42)).toEqual([cutOff, resume, ...latest]);
  });

  it("everything when the clock is set forward, until a run has that date", () => {
    const runs = [0, 1, 2, 3].map((day) => runOn(day));
    expect(leftOn(4000)).toEqual(runs);
  });

  it("everything after the clock was set, for a day", () => {
    const runs = [0, 1, 2, 3].map((day) => runOn(day));
    expect(leftByClockOn(4)).toEqual(runs);
    const ahead = [4000, 4000.1].map((day) => runOn(day));
    expect([4000.2, 4000.9].map((day) => leftByClockOn(day).length)).toEqual([6, 6]);
    const back = runOn(20);
    expect(leftByClockOn(20)).toEqual([...runs, ...ahead, back]);
    expect(leftByClockOn(21)).toEqual([...ahead, back]);
  });

  it("the last runs of a gateway in the order in which they were made, when the clock was set back between them", () => {
    const ahead = [20, 21, 22].map((day) => runOn(day));
    const back = [1, 2].map((day) => runOn(day));
    expect(leftOn(40)).toEqual([...ahead, ...back]);
    runOn(39);
    expect(leftOn(40)).toEqual([back[1], expect.any(String)]);
  });

  it("a pinned check when a newer one replaces the others", () => {
    const [first, second, third] = [0, 1, 2].map((day) => runOn(day, { kind: "drift-check" }));
    setRunPinned(db, first ?? "", true);
    deleteOlderRuns(db, { gatewayId: "north", kind: "drift-check", startedBy: "test", keepRunId: third ?? "" });
    expect(listRuns(db, { limit: 9 }).map(({ id }) => id)).toEqual([third, first]);
    expect(second).toBeDefined();
  });

  it("a check that a newer one replaces for as long as it alone says what is known of an agent or the gateway", () => {
    addOrganization(db);
    const gatewayId = addGateway(db);
    const agentId = addAgent(db, { gatewayId });
    const [former = null, present = null] = dialectNameSchema.options;
    const check = (day: number, outcome: Outcome, dialect = present) => {
      const agents = [{ agentId, outcome, reason: outcome === "skipped" ? ("paused" as const) : null }];
      const keepRunId = runOn(day, { gatewayId, kind: "drift-check", dryRun: true, dialect, agents });
      deleteOlderRuns(db, { gatewayId, kind: "drift-check", startedBy: "test", keepRunId });
      return keepRunId;
    };
    const left = () => listRuns(db, { limit: 9 }).map(({ id }) => id);
    const before = check(0, "skipped", former);
    const lastRead = check(1, "failed");
    recordRunErrors(db, lastRead, [
      {
        ...{ severity: "error", code: "token-mismatch", message: "No.", hint: "Do.", agentId },
        ...{ agentName: "Agent", boardId: null },
      },
    ]);
    check(2, "skipped");
    const latest = check(3, "skipped");
    expect(left()).toEqual([latest, lastRead, before]);
    expect(listAgentRows(db, { gatewayId }).map(({ token }) => token)).toEqual(["drifted"]);
    const whole = check(4, "unchanged");
    expect(left()).toEqual([whole, before]);
  });

  it("a run without a diff of what it replaced, while diffs and plans go with their runs", () => {
    addOrganization(db);
    const gatewayId = addGateway(db);
    const [edited, adopted, gone] = ["Edited", "Adopted", "Gone"].map((name) => addAgent(db, { gatewayId, name }));
    const runs = [runOn(0), runOn(0.5), runOn(0.6)];
    replace(runs[0], edited, "SOUL.md", { text: "edited", diff: "-edited" });
    replace(runs[1], adopted, "SOUL.md", { text: "by hand" });
    replace(runs[2], gone, "SOUL.md", { text: "gone" });
    saveRunPlan(db, runs[0] ?? "", { agents: [] } as never);
    deleteAgent(db, gone ?? "");
    const latest = [runOn(40), runOn(41)];
    expect(leftOn(42)).toEqual([runs[1], ...latest]);
    expect(versionsOf(edited, "SOUL.md")).toEqual(["edited"]);
    expect(versionsOf(adopted, "SOUL.md")).toEqual(["by hand"]);
    expect(versionsOf(gone, "SOUL.md")).toEqual([]);
    for (const table of ["run_plans", "run_drift", "run_agents"]) {
      expect(db.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBe(0);
    }
  });

  it("of the versions of a file those that a kept run replaced and those that are needed", () => {
    addOrganization(db);
    const gatewayId = addGateway(db);
    const agentId = addAgent(db, { gatewayId });
    const files = ["SOUL.md", "TOOLS.md", "AGENTS.md", "HEARTBEAT.md"];
    const texts = ["one", "two", "three", "four"];
    const old = texts.map((text, index) => {
      const run = runOn(index);
      for (const file of files) replace(run, agentId, file, { text, diff: `-${text}` });
      return run;
    });
    setRunPinned(db, old[1] ?? "", true);
    const found = { agentId, sha256: "x", sizeBytes: 1, updatedAtMs: 1 };
    saveWrittenFiles(db, [
      { ...found, fileName: "TOOLS.md", maskedSha256: maskedHashOf("one"), writtenMaskedSha256: maskedHashOf("three") },
    ]);
    const kept = { theirsMaskedSha256: maskedHashOf("three"), oursMaskedSha256: "ours" };
    keepTheirs(db, agentId, "AGENTS.md", kept);
    const differing = [
      { name: "HEARTBEAT.md", moved: "both" as const },
      { name: "SOUL.md", moved: "theirs" as const },
    ];
    saveAgentSyncStates(db, [{ agentId, state: "conflict", differing }], 0);
    runOn(40);
    runOn(41);
    expect(leftOn(42)).toHaveLength(3);
    expect(files.map((file) => versionsOf(agentId, file))).toEqual([
      ["two", "four"],
      ["one", "two", "three", "four"],
      ["two", "three", "four"],
      ["one", "two", "three", "four"],
    ]);
    setRunPinned(db, old[1] ?? "", false);
    forgetSyncStates(db, "all");
    saveAgentSyncStates(db, [{ agentId, state: "synced", differing: [] }], readFleetRevision(db));
    leftOn(42);
    expect(versionsOf(agentId, "SOUL.md")).toEqual(["four"]);
    expect(versionsOf(agentId, "HEARTBEAT.md")).toEqual(["four"]);
    deleteAgent(db, agentId);
    leftOn(42);
    expect(contentsLeft()).toBe(0);
  });

  it("of what runs wrote the latest versions and the young ones, also if the runs stay", () => {
    addOrganization(db);
    const agentId = addAgent(db, { gatewayId: addGateway(db) });
    for (const day of [1, 2, 3, 37, 38]) write(day, agentId, `day ${day}`);
    runOn(41);
    const left = (keepVersions: number, versionDays: number) => {
      leftOn(42, { keepDays: 100, keepRuns: 100, versionDays, keepVersions });
      return versionsOf(agentId, "SOUL.md");
    };
    expect(left(4, 1)).toEqual(["day 2", "day 3", "day 37", "day 38"]);
    expect(left(1, 39)).toEqual(["day 3", "day 37", "day 38"]);
    expect(left(1, 10)).toEqual(["day 37", "day 38"]);
    const byClockSet = { keepDays: 100, keepRuns: 100, versionDays: 1, keepVersions: 1 };
    for (const _ of pruneHistory(db, byClockSet, startMs + 4000 * dayMs));
    expect(versionsOf(agentId, "SOUL.md")).toEqual(["day 37", "day 38"]);
  });

  it("what others were compressed with for as long as these", () => {
    addOrganization(db);
    const agentId = addAgent(db, { gatewayId: addGateway(db) });
    const long = randomBytes(2_000).toString("hex");
    for (const day of [1, 2, 3]) write(day, agentId, `${long} day ${day}`);
    runOn(41);
    leftOn(42, { keepDays: 100, keepRuns: 100, versionDays: 1, keepVersions: 1 });
    expect(versionsOf(agentId, "SOUL.md")).toEqual([`${long} day 3`]);
    expect(contentsLeft()).toBe(2);
    write(41, agentId, "short");
    leftOn(43, { keepDays: 100, keepRuns: 100, versionDays: 1, keepVersions: 1 });
    leftOn(43, { keepDays: 100, keepRuns: 100, versionDays: 1, keepVersions: 1 });
    expect(contentsLeft()).toBe(1);
  });

  it("a content for as long as any version refers to it", () => {
    addOrganization(db);
    const gatewayId = addGateway(db);
    const [one, other] = ["One", "Other"].map((name) => addAgent(db, { gatewayId, name }));
    const run = runOn(0);
    for (const agentId of [one, other]) replace(run, agentId, "SOUL.md", { text: "shared", diff: "-shared" });
    deleteAgent(db, one ?? "");
    runOn(40);
    runOn(41);
    leftOn(42);
    expect([versionsOf(one, "SOUL.md"), versionsOf(other, "SOUL.md")]).toEqual([[], ["shared"]]);
    deleteAgent(db, other ?? "");
    leftOn(42);
    expect(contentsLeft()).toBe(0);
  });
});

const maskedHashOf = (text: string) => hash("sha256", `masked ${text}`);

/** A run replaces a file that someone else wrote. */
function replace(
  runId = "",
  agentId = "",
  fileName: string,
  { text, diff = null }: { text: string; diff?: string | null },
): void {
  const replaces = { source: "found" as const, maskedText: text, diff };
  const hashes = { theirsMaskedSha256: maskedHashOf(text), oursMaskedSha256: maskedHashOf("ours") };
  db.sqlite.transaction(() =>
    recordFileWriteIntents(db, testVault, runId, [{ agentId, fileName, ...hashes, replaces, writes: null }]),
  )();
  recordFileWriteResults(db, runId, [{ agentId, fileName, state: "written" }]);
  const sinceRun =
    "UPDATE file_versions SET recorded_at = (SELECT started_at FROM runs WHERE id = run_id) WHERE run_id = ?";
  db.sqlite.prepare(sinceRun).run(runId);
}

/** A run writes a file, on this day. */
function write(day: number, agentId: string, text: string): void {
  const runId = runOn(day);
  const version = { agentId, fileName: "SOUL.md", runId, source: "written" as const, maskedText: text };
  const id = recordFileVersion(db, testVault, { ...version, maskedSha256: maskedHashOf(text) });
  db.sqlite.prepare("UPDATE file_versions SET recorded_at = ? WHERE id = ?").run(atDay(day), id);
}

function versionsOf(agentId = "", fileName: string): string[] {
  return listFileVersions(db, agentId, fileName).map(
    ({ contentSha256 }) => readContent(db, testVault, contentSha256) ?? "",
  );
}

function contentsLeft(): unknown {
  return db.sqlite.prepare("SELECT count(*) FROM contents").pluck().get();
}

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
