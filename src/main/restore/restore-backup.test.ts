import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { backupFileOf, findBackup, listBackups } from "../database/backups/backup-files.ts";
import { backUpNow } from "../database/backups/test-make-backup.ts";
import { addBrowserSession } from "../database/browser-sessions.ts";
import { listGateways } from "../database/gateways.ts";
import { readKnownProblems, saveKnownProblems } from "../database/notifications/known-problems.ts";
import { enqueueNotification } from "../database/notifications/notification-outbox.ts";
import { insertSink, listSinks } from "../database/notifications/notification-sinks.ts";
import { openDatabase } from "../database/open-database.ts";
import { saveSetting } from "../database/settings.ts";
import { makeDatabaseAsOf } from "../database/test-database-as-of.ts";
import { addAgent, addGateway, addOrganization } from "../database/test-fleet.ts";
import { openFolderVault } from "../keys/open-folder-vault.ts";
import { failAtStep } from "../keys/test-failing-disk.ts";
import { lockDataFolder } from "../lock-data-folder.ts";
import { testNotification } from "../notifications/make-notification.ts";
import { lockGateway } from "../provisioning/model/run-lock.ts";
import { expectMode } from "../vault/test-expect-mode.ts";
import { previewRestore, restoreBackup } from "./restore-backup.ts";
import {
  backUpAndChange,
  dataDir,
  drafts,
  gatewayNames,
  path,
  request,
  withDatabase,
  workIn,
  yes,
} from "./test-restore.ts";

describe("what would be lost", () => {
  it("names records, runs and tokens that changed since, and changes nothing", async () => {
    const agentId = withDatabase((db) => {
      openFolderVault(db, { dataDir, env: {} });
      addOrganization(db);
      const gatewayId = addGateway(db, { name: "Gateway" });
      const id = addAgent(db, { gatewayId, name: "Rekeyed", agentTokenHash: "one" });
      addAgent(db, { gatewayId, name: "Renamed" });
      addAgent(db, { gatewayId, name: "Deleted" });
      backUpNow(db, { dataDir, reason: "by-hand" });
      addAgent(db, { gatewayId, name: "Added" });
      db.sqlite.exec(`
        UPDATE agents SET name = 'Other name' WHERE name = 'Renamed';
        DELETE FROM agents WHERE name = 'Deleted';
        INSERT INTO runs (id, gateway_id, gateway_name, kind, options, started_by, status, started_at, process_id)
        VALUES ('run', '${gatewayId}', 'Gateway', 'template-sync', '{}', 'test', 'succeeded', '2026-01-01T00:00:00Z', 1);
      `);
      return id;
    });
    withDatabase((db) =>
      db.sqlite.prepare("UPDATE agents SET agent_token_hash = 'two', last_seen_at = 'x' WHERE id = ?").run(agentId),
    );
    const before = readFileSync(path());
    const plan = await previewRestore(request);
    expect(plan.loss?.records).toEqual([
      { what: "agents", added: ["Added"], changed: ["Other name"], deleted: ["Deleted"] },
    ]);
    expect(plan.loss).toMatchObject({ runs: 1, newTokens: ["Rekeyed"], isSettingsChanged: false });
    expect(plan.lostSecrets).toBeNull();
    expect(readFileSync(path()).equals(before)).toBe(true);
    expect(drafts()).toEqual([]);
  });

  it("can be told while a host has the folder", async () => {
    backUpAndChange();
    const unlock = lockDataFolder(dataDir);
    expect((await previewRestore(request)).loss?.records).toHaveLength(1);
    unlock();
  });
});

describe("a restore", () => {
  it("brings the records back and keeps what it replaces", async () => {
    backUpAndChange();
    const { restored } = await restoreBackup(request, yes);
    expect(gatewayNames()).toEqual(["Then"]);
    expect(restored.replaced?.reason).toBe("before-restore");
    expectMode(path(), 0o600);
    expect(drafts()).toEqual([]);
    await restoreBackup({ ...request, wanted: restored.replaced?.name ?? "" }, yes);
    expect(gatewayNames()).toEqual(["Now", "Then"]);
  });

  it("is seen by another connection that is open", async () => {
    backUpAndChange();
    const other = openDatabase({ dataDir });
    expect(listGateways(other)).toHaveLength(2);
    await restoreBackup(request, yes);
    expect(listGateways(other).map(({ name }) => name)).toEqual(["Then"]);
    other.close();
  });

  it("waits for another connection that is writing", async () => {
    backUpAndChange();
    const other = openDatabase({ dataDir });
    other.sqlite.exec("BEGIN IMMEDIATE");
    setTimeout(() => other.sqlite.exec("ROLLBACK"), 200);
    await restoreBackup(request, yes);
    other.close();
    expect(gatewayNames()).toEqual(["Then"]);
  });

  it("is refused while another connection is writing, and changes nothing", async () => {
    backUpAndChange();
    const other = openDatabase({ dataDir });
    other.sqlite.exec("BEGIN IMMEDIATE");
    await expect(restoreBackup(request, yes)).rejects.toMatchObject({ code: "database-unwritable" });
    other.sqlite.exec("ROLLBACK");
    other.close();
    expect(gatewayNames()).toEqual(["Now", "Then"]);
  });

  it("needs the whole folder", async () => {
    backUpAndChange();
    const unlock = lockDataFolder(dataDir);
    await expect(restoreBackup(request, yes)).rejects.toMatchObject({ code: "data-dir-locked" });
    unlock();
    const [gateway] = withDatabase(listGateways);
    const end = gateway ? lockGateway(dataDir, gateway) : () => {};
    await expect(restoreBackup(request, yes)).rejects.toMatchObject({ code: "run-in-progress" });
    end();
    expect(gatewayNames()).toEqual(["Now", "Then"]);
  });

  it("is given up without a trace when it is not confirmed", async () => {
    backUpAndChange();
    const no = async () => Promise.reject(new Error("no"));
    await expect(restoreBackup(request, no)).rejects.toThrow("no");
    expect(gatewayNames()).toEqual(["Now", "Then"]);
    expect([listBackups(dataDir).length, drafts()]).toEqual([1, []]);
  });

  it("takes a backup of an earlier version", async () => {
    const old = makeDatabaseAsOf(dataDir, "0019_browser-sessions");
    old.exec("INSERT INTO settings VALUES ('from', 'before')");
    old.close();
    withDatabase(() => {});
    await restoreBackup(request, yes);
    expect(withDatabase((db) => db.sqlite.prepare("SELECT value FROM settings WHERE key = 'from'").pluck().get())).toBe(
      "before",
    );
  });

  it("does not bring back access that was ended", async () => {
    withDatabase((db) => {
      const vault = openFolderVault(db, { dataDir, env: {} });
      addBrowserSession(db, vault, 80, "Firefox");
      backUpNow(db, { dataDir, reason: "by-hand" });
      db.sqlite.exec("DELETE FROM browser_sessions");
    });
    await restoreBackup(request, yes);
    expect(withDatabase((db) => db.sqlite.prepare("SELECT count(*) FROM browser_sessions").pluck().get())).toBe(0);
  });

  it("does not tell what waited to be told", async () => {
    withDatabase((db) => {
      const vault = openFolderVault(db, { dataDir, env: {} });
      addOrganization(db);
      const gatewayId = addGateway(db, { name: "Then" });
      insertSink(db, vault, {
        name: "Team",
        form: "json",
        address: { url: "http://127.0.0.1/x", host: "http://127.0.0.1" },
      });
      enqueueNotification(db, testNotification("2026-01-01T00:00:00Z", null), 0);
      saveKnownProblems(db, gatewayId, {});
      backUpNow(db, { dataDir, reason: "by-hand" });
    });
    const told = () =>
      withDatabase((db) => ({ waiting: listSinks(db)[0]?.waiting, known: readKnownProblems(db).size }));
    expect(told()).toEqual({ waiting: 1, known: 1 });
    await restoreBackup(request, yes);
    expect(told()).toEqual({ waiting: 0, known: 0 });
    // Nor from the copy of what the restore replaced.
    await restoreBackup({ ...request, wanted: "2" }, yes);
    expect(told()).toEqual({ waiting: 0, known: 0 });
  });

  it("refuses a damaged backup, and keeps everything", async () => {
    withDatabase((db) => {
      saveSetting(db, "large", "x".repeat(100_000));
      backUpNow(db, { dataDir, reason: "by-hand" });
    });
    const file = backupFileOf(dataDir, findBackup(dataDir, "1"));
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xff, bytes.length - 40_000));
    await expect(restoreBackup(request, yes)).rejects.toMatchObject({ code: "database-unreadable" });
    expect(
      withDatabase((db) => db.sqlite.prepare("SELECT count(*) FROM settings WHERE key = 'large'").pluck().get()),
    ).toBe(1);
  });
});

describe.each([
  ["damaged", () => writeFileSync(path(), "not a database any more, but long enough to be looked at")],
  ["missing", () => rmSync(path())],
  ["empty", () => writeFileSync(path(), "")],
])("with a database that is %s", (state, spoil) => {
  it("restores, and keeps what could not be read", async () => {
    backUpAndChange();
    spoil();
    const plan = await previewRestore(request);
    expect([plan.loss, plan.problem]).toEqual([null, expect.stringContaining(path())]);
    const { restored } = await restoreBackup(request, yes);
    expect(gatewayNames()).toEqual(["Then"]);
    expect(restored.replaced).toBeNull();
    if (state === "missing") expect(restored.keptFile).toBeNull();
    else expect(restored.keptFile && existing(restored.keptFile)).toBe(true);
  });
});

const existing = (file: string) => statSync(file).isFile();

describe("killed at any step", () => {
  it.each([
    ["readable", () => {}],
    ["damaged", () => writeFileSync(path(), "not a database any more, but long enough to be looked at")],
  ])("with a %s database, the folder has the former one or the restored one", async (state, spoil) => {
    backUpAndChange();
    spoil();
    const untouched = dataDir;
    const spoilt = readFileSync(path());
    const scratch = openDatabase({ inMemory: true });
    let step = 0;
    for (let isDone = false; !isDone; step += 1) {
      workIn(`${untouched}-${step}`);
      const left = `${dataDir}-left`;
      cpSync(untouched, dataDir, { recursive: true });
      const disk = failAtStep(scratch, step);
      isDone = await restoreBackup(request, yes).then(
        () => true,
        () => false,
      );
      disk.restore();
      // What a killed process leaves, without the locks that this one still has.
      cpSync(dataDir, left, { recursive: true, filter: (file) => !/\.(held|lock|db-shm)$/.test(file) });
      rmSync(dataDir, { recursive: true, force: true });
      workIn(left);
      if (state === "damaged" && readFileSync(path()).equals(spoilt)) await restoreBackup(request, yes);
      const names = gatewayNames();
      expect([["Then"], ["Now", "Then"]]).toContainEqual(names);
      expect(listBackups(dataDir).some(({ reason }) => reason === "by-hand")).toBe(true);
      if (isDone) expect(names).toEqual(["Then"]);
      rmSync(left, { recursive: true, force: true });
    }
    scratch.close();
    workIn(untouched);
    expect(step).toBeGreaterThan(5);
  });
});

it("is named when there is none", async () => {
  withDatabase(() => {});
  await expect(previewRestore({ ...request, wanted: "7" })).rejects.toMatchObject({ code: "not-found" });
});
