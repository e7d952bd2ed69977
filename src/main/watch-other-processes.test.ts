import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Database, openDatabase } from "./database/open-database.ts";
import { readRunSummary } from "./database/read-runs.ts";
import { createRun } from "./database/runs.ts";
import { saveSetting } from "./database/settings.ts";
import { lockGateway } from "./provisioning/model/run-lock.ts";
import type { ChangeFeed, ChangeTopic } from "./runs/change-feed.ts";
import { watchOtherProcesses } from "./watch-other-processes.ts";

let dataDir: string;
let ours: Database;
let stop: () => void;
let emitted: ChangeTopic[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-others-"));
  ours = openDatabase({ dataDir });
  emitted = [];
  const feed: ChangeFeed = { emit: (...topics) => emitted.push(...topics), follow: () => (async function* () {})() };
  stop = watchOtherProcesses({ database: ours, dataDir, changes: feed, runs: { storeEnds() {} } }, 20);
});
afterEach(() => {
  stop();
  ours.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it("what another connection writes is noticed, what we write is not", async () => {
  saveSetting(ours, "ours", "1");
  const theirs = openDatabase({ dataDir });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(emitted).toEqual([]);
  saveSetting(theirs, "theirs", "1");
  await expect.poll(() => emitted).toContain("runs");
  theirs.close();
});

it("a run is interrupted once its gateway is free, even if its process id belongs to a living process", async () => {
  const unlock = lockGateway(dataDir, { id: "g", name: "G" });
  const run = createRun(ours, {
    gatewayId: "g",
    gatewayName: "G",
    kind: "template-sync",
    options: {},
    startedBy: "cli",
  });
  ours.sqlite.prepare("UPDATE runs SET process_id = ?").run(process.ppid);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(readRunSummary(ours, run.id).status).toBe("running");
  unlock();
  await expect.poll(() => readRunSummary(ours, run.id).status).toBe("interrupted");
  expect(emitted).toContain("runs");
});
