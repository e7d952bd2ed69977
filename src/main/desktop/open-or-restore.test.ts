import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { backupFileOf, findBackup, listBackups } from "../database/backups/backup-files.ts";
import { backUpNow } from "../database/backups/test-make-backup.ts";
import { listGateways } from "../database/gateways.ts";
import { noteFormatVersion } from "../database/migrations.ts";
import { databaseFileOf, openDatabase } from "../database/open-database.ts";
import { damageFile, holdAlone } from "../database/test-database-trouble.ts";
import { addGateway, addOrganization } from "../database/test-fleet.ts";
import { openFolderVault } from "../keys/open-folder-vault.ts";
import { type HostedApp, openHostedApp } from "../open-hosted-app.ts";
import { restoreBackup } from "../restore/restore-backup.ts";
import { openOrRestore, type RestoreQuestion } from "./open-or-restore.ts";

let dataDir: string;
let asked: RestoreQuestion[];
let said: string[];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-desktop-"));
  [asked, said] = [[], []];
  const db = openDatabase({ dataDir });
  const vault = openFolderVault(db, { dataDir, env: {} });
  addOrganization(db);
  addGateway(db, { name: "Then" });
  db.sqlite.prepare("UPDATE gateways SET token = ?").run(vault.seal("secret", "gateway-token:x"));
  backUpNow(db, { dataDir, reason: "daily" });
  backUpNow(db, { dataDir, reason: "daily" });
  addGateway(db, { name: "Now" });
  db.close();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const path = () => databaseFileOf(dataDir);

/** Opens it as the desktop does, for an operator with these answers. @returns its gateways; null if it was given up */
async function openNames(...answers: boolean[]): Promise<string[] | null> {
  const host = { kind: "desktop", electron: null } as const;
  const hostedApp = await openOrRestore<HostedApp>({
    dataDir,
    env: {},
    open: () => openHostedApp({ dataDir, env: {}, practice: false, host }),
    ask: async (question) => {
      asked.push(question);
      return answers.shift() ?? false;
    },
    say: (line) => said.push(line),
  });
  if (hostedApp === null) return null;
  const names = listGateways(hostedApp.services.database).map(({ name }) => name);
  await hostedApp.close();
  return names;
}

test.each([
  ["damaged", () => damageFile(path()), "The database cannot be read"],
  ["missing", () => rmSync(path()), "The database is gone"],
  ["empty", () => writeFileSync(path(), ""), "The database is gone"],
])("a database that is %s: the newest good backup is offered, and restored", async (_state, spoil, title) => {
  spoil();
  damageFile(backupFileOf(dataDir, findBackup(dataDir, "2")));
  expect(await openNames(true)).toEqual(["Then"]);
  expect(asked).toMatchObject([{ message: title, detail: expect.stringContaining(path()) }]);
  expect(said.join("\n")).toContain(`backup restore ${findBackup(dataDir, "1").name}`);
});

test("a database of a newer version: says which one, and offers the newest backup that this version can open", async () => {
  const db = openDatabase({ dataDir });
  db.sqlite.exec("ALTER TABLE gateways ADD COLUMN colour TEXT; DROP TABLE board_labels");
  db.sqlite.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', 99999999999999)");
  noteFormatVersion(db, "9.1.0");
  backUpNow(db, { dataDir, reason: "daily" });
  db.close();
  expect(await openNames(false)).toBeNull();
  expect(asked).toEqual([
    {
      message: "The database is from a newer version",
      detail: expect.stringMatching(
        /format of Flight Deck 9\.1\.0, .*install that version again, .*among the backups\.$/s,
      ),
      agree: "Restore this backup",
    },
  ]);
  expect(said.join("\n")).toContain(`backup restore ${findBackup(dataDir, "2").name}`);
  expect(await openNames(true)).toEqual(["Then"]);
  // The newer one is kept, and refused in its turn.
  const kept = listBackups(dataDir).find(({ reason }) => reason === "before-restore");
  await expect(restoreBackup({ dataDir, env: {}, wanted: kept?.name ?? "" }, async () => {})).rejects.toMatchObject({
    code: "database-newer",
    message: expect.stringContaining("Flight Deck 9.1.0"),
  });
});

test("an operator who does not want it changes nothing", async () => {
  damageFile(path());
  const files = readdirSync(join(dataDir, "backups"));
  expect(await openNames(false)).toBeNull();
  expect(readdirSync(join(dataDir, "backups"))).toEqual(expect.arrayContaining(files));
  expect(await openNames(true)).toEqual(["Then"]);
});

test("secrets that the present key does not open are lost only if the operator agrees to that", async () => {
  damageFile(path());
  rmSync(join(dataDir, "data.key"));
  writeFileSync(join(dataDir, "data.key"), `${Buffer.alloc(32, 7).toString("base64")}\n`, { mode: 0o600 });
  expect(await openNames(true, false)).toBeNull();
  expect(asked[1]?.detail).toContain('the token or password of gateway "Then"');
  expect(await openNames(true, true)).toEqual(["Then"]);
});

test("without a good backup it only says what is wrong", async () => {
  damageFile(path());
  for (const number of ["1", "2"]) damageFile(backupFileOf(dataDir, findBackup(dataDir, number)));
  await expect(openNames(true)).rejects.toMatchObject({ code: "database-unreadable" });
  expect(asked).toEqual([]);
});

test("a database that another program holds is not replaced", { timeout: 30_000 }, async () => {
  const letGo = holdAlone(path());
  await expect(openNames(true)).rejects.toMatchObject({ code: "database-unwritable" });
  letGo();
  expect([asked, await openNames()]).toEqual([[], expect.arrayContaining(["Then", "Now"])]);
});
