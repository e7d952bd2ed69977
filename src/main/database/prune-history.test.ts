import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { dialectNameSchema } from "../../shared/dialect-names.ts";
import type { Outcome } from "../../shared/sync.ts";
import { listAgentRows } from "./agent-rows.ts";
import { forgetSyncStates, readFleetRevision, saveAgentSyncStates } from "./agent-sync-states.ts";
import { deleteAgent } from "./agents.ts";
import { dismissRun, setRunPinned } from "./keep-run.ts";
import { deleteOlderRuns, pruneHistory } from "./prune-history.ts";
import { listRuns } from "./read-runs.ts";
import { saveRunPlan } from "./run-plans.ts";
import { recordRunErrors } from "./runs.ts";
import { addAgent, addGateway, addOrganization } from "./test-fleet.ts";
import {
  contentsLeft,
  dayMs,
  db,
  leftByClockOn,
  leftOn,
  maskedHashOf,
  replace,
  runOn,
  startMs,
  versionsOf,
  write,
} from "./test-history.ts";
import { keepTheirs, saveWrittenFiles } from "./written-files.ts";

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
