import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { UpdateKind } from "../../../shared/updates.ts";
import { type Database, openDatabase } from "../../database/open-database.ts";
import { addGateway, addOrganization } from "../../database/test-fleet.ts";
import { lockGateway } from "../../provisioning/model/run-lock.ts";
import { createChangeFeed } from "../../runs/change-feed.ts";
import { AppUpdates } from "./app-updates.ts";
import type { Updater } from "./updater.ts";

const feed = { address: "https://files.example.com/flight-deck/", channel: "latest" };
const dayMs = 24 * 60 * 60_000;

let dataDir: string;
let database: Database;
let calls: string[];
let isAlone: boolean;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-updates-"));
  database = openDatabase({ dataDir });
  calls = [];
  isAlone = true;
});
afterEach(() => {
  database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

type Answers = { kind?: UpdateKind; version?: string | null; failure?: unknown; download?: Promise<void> };

function openUpdates({ kind = "self", version = "9.1.0", failure, download }: Answers = {}): AppUpdates {
  const updater: Updater = {
    kind,
    async find({ address, channel }) {
      calls.push(`find ${address}${channel}`);
      if (failure) throw failure;
      return version;
    },
    async download(onPercent, signal) {
      calls.push("download");
      signal.addEventListener("abort", () => calls.push("cancel"));
      onPercent(41.7);
      await download;
      calls.push("downloaded");
    },
    isAlone: () => isAlone,
    restart: () => calls.push("restart"),
  };
  const log = { error: () => {} };
  return new AppUpdates({ database, dataDir, changes: createChangeFeed(), log, updater });
}

async function openReady(): Promise<AppUpdates> {
  const updates = openUpdates();
  updates.saveFeed(feed);
  await updates.check();
  calls = [];
  return updates;
}

test("without a feed the updater is never called, whatever happens", async () => {
  const updates = openUpdates();
  const stop = updates.start();
  updates.checkIfDue(Date.now() + 2 * dayMs);
  expect(await updates.check()).toMatchObject({ feed: null, step: "idle", version: null });
  updates.prepareToQuit();
  expect(() => updates.restart()).toThrow(expect.objectContaining({ code: "update-failed" }));
  stop();
  expect(calls).toEqual([]);
});

test("with a feed it looks at once, then each day, and downloads what is newer", async () => {
  const updates = openUpdates();
  expect(updates.saveFeed({ address: "https://files.example.com/flight-deck", channel: "" })).toMatchObject({ feed });
  expect(await updates.check()).toMatchObject({ feed, step: "ready", version: "9.1.0", percent: 100 });
  expect(calls).toEqual([`find ${feed.address}latest`, "download", "downloaded"]);
  const later = openUpdates({ version: null });
  later.checkIfDue(dayMs);
  later.checkIfDue(dayMs * 1.5);
  expect(await later.check(dayMs)).toMatchObject({ step: "idle", version: null });
  later.checkIfDue(dayMs * 2.1);
  await expect.poll(() => calls.filter((call) => call.startsWith("find"))).toHaveLength(3);
});

test.each(["deb", "archive", "unsigned"] as const)(
  "a copy from %s is told of a new version and downloads none",
  async (kind) => {
    const updates = openUpdates({ kind });
    updates.saveFeed(feed);
    expect(await updates.check()).toMatchObject({ step: "available", version: "9.1.0" });
    expect(calls).not.toContain("download");
  },
);

test.each(["clone", "served"] as const)("a copy that is %s reads no feed", async (kind) => {
  const updates = openUpdates({ kind });
  updates.saveFeed(feed);
  await updates.check();
  expect(calls).toEqual([]);
});

test("a feed that is turned off or changed during a download takes its version with it", async () => {
  const download = Promise.withResolvers<void>();
  const updates = openUpdates({ download: download.promise });
  updates.saveFeed(feed);
  await expect.poll(() => updates.view()).toMatchObject({ step: "downloading", percent: 41 });
  expect(updates.saveFeed(null)).toMatchObject({ feed: null, step: "idle", version: null });
  expect(calls.at(-1)).toBe("cancel");
  download.resolve();
  await expect.poll(() => calls.at(-1)).toBe("downloaded");
  await new Promise(setImmediate);
  expect(updates.view()).toMatchObject({ step: "idle", version: null });
  updates.prepareToQuit();
  expect(updates.mayInstall()).toBe(false);
});

test("another feed is read only when the download of the former one has ended", async () => {
  const download = Promise.withResolvers<void>();
  const updates = openUpdates({ download: download.promise });
  updates.saveFeed(feed);
  await expect.poll(() => updates.view().step).toBe("downloading");
  updates.saveFeed({ ...feed, channel: "alpha" });
  updates.saveFeed({ ...feed, channel: "beta" });
  const ready = updates.check();
  await new Promise(setImmediate);
  expect(calls).toEqual([`find ${feed.address}latest`, "download", "cancel"]);
  expect(updates.view()).toMatchObject({ step: "checking", version: null });
  download.resolve();
  expect(await ready).toMatchObject({ step: "ready", feed: { channel: "beta" } });
  expect(calls.slice(3)).toEqual(["downloaded", `find ${feed.address}beta`, "download", "downloaded"]);
});

test("stopping cancels a download", async () => {
  const updates = openUpdates({ download: new Promise(() => {}) });
  updates.saveFeed(feed);
  const stop = updates.start();
  await expect.poll(() => updates.view().step).toBe("downloading");
  stop();
  expect(calls.at(-1)).toBe("cancel");
});

describe("a version that is ready", () => {
  test("is not installed while any process has a run in progress", async () => {
    const updates = await openReady();
    addOrganization(database);
    const id = addGateway(database, { name: "Harbour" });
    const unlock = lockGateway(dataDir, { id, name: "Harbour" });
    expect(() => updates.restart()).toThrow(
      expect.objectContaining({ code: "run-in-progress", message: expect.stringContaining('"Harbour"') }),
    );
    updates.prepareToQuit();
    unlock();
    expect(updates.mayInstall()).toBe(false);
    updates.prepareToQuit();
    expect(updates.mayInstall()).toBe(true);
    updates.restart();
    expect(calls).toEqual(["restart"]);
  });

  test("is not installed while that would end another process", async () => {
    const updates = await openReady();
    isAlone = false;
    expect(() => updates.restart()).toThrow(expect.objectContaining({ code: "run-in-progress" }));
    updates.prepareToQuit();
    expect(updates.mayInstall()).toBe(false);
    isAlone = true;
    expect(updates.mayInstall()).toBe(true);
    expect(calls).toEqual([]);
  });

  test("is not installed during a run that begins while the application closes", async () => {
    const updates = await openReady();
    addOrganization(database);
    const id = addGateway(database, { name: "Harbour" });
    updates.prepareToQuit();
    database.close();
    const unlock = lockGateway(dataDir, { id, name: "Harbour" });
    expect(updates.mayInstall()).toBe(false);
    unlock();
    expect(updates.mayInstall()).toBe(true);
  });
});

test("a failure is told in words of the catalogue, and the next check may work", async () => {
  const failure = Object.assign(new Error("Cannot find channel\n    at somewhere"), {
    code: "ERR_UPDATER_CHANNEL_FILE_NOT_FOUND",
  });
  const updates = openUpdates({ failure });
  updates.saveFeed(feed);
  const { step, problem } = await updates.check();
  expect([step, problem?.message]).toEqual(["failed", `${feed.address} has no channel "latest".`]);
  expect(problem?.hint).toContain("Settings → Updates");
});
