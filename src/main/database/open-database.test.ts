import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from "drizzle-kit/api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { expectMode } from "../vault/test-expect-mode.ts";
import { findMigrationsFolder } from "./migrations.ts";
import { openDatabase } from "./open-database.ts";
import * as bin from "./schema/bin-tables.ts";
import * as contents from "./schema/content-tables.ts";
import * as history from "./schema/history-tables.ts";
import * as labels from "./schema/label-tables.ts";
import * as local from "./schema/local-tables.ts";
import * as mirror from "./schema/mirror-tables.ts";
import * as network from "./schema/network-tables.ts";
import * as notifications from "./schema/notification-tables.ts";
import * as records from "./schema/record-tables.ts";
import * as templates from "./schema/template-tables.ts";

let root: string;
let dataDir: string;
let path: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "flight-deck-database-"));
  dataDir = join(root, "data");
  path = join(dataDir, "flight-deck.db");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Every file of the folder except SQLite's shared memory, which holds no data, with a digest of its bytes. */
function contentOf(dir: string): Record<string, string> {
  const files = readdirSync(dir).filter((name) => !name.endsWith("-shm"));
  return Object.fromEntries(
    files.map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(dir, name)))
        .digest("hex"),
    ]),
  );
}

function markAsNewer(): void {
  const db = openDatabase({ dataDir });
  db.sqlite.prepare("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', ?)").run(Date.now() + 1e12);
  db.close();
}

describe("openDatabase", () => {
  it("makes folder and file for their owner only, side files included", () => {
    const db = openDatabase({ dataDir });
    expectMode(dataDir, 0o700);
    for (const name of ["flight-deck.db", "flight-deck.db-wal", "flight-deck.db-shm"]) {
      expectMode(join(dataDir, name), 0o600);
    }
    db.close();
  });

  it("takes back rights that a copied file may have", () => {
    openDatabase({ dataDir }).close();
    chmodSync(path, 0o644);
    openDatabase({ dataDir }).close();
    expectMode(path, 0o600);
  });

  it("sets the pragmas", () => {
    const db = openDatabase({ dataDir });
    const pragma = (name: string) => db.sqlite.pragma(name, { simple: true });
    expect(pragma("journal_mode")).toBe("wal");
    expect(pragma("foreign_keys")).toBe(1);
    expect(pragma("busy_timeout")).toBe(5_000);
    expect(pragma("synchronous")).toBe(1);
    db.close();
  });

  it("keeps what is there when it is opened again", () => {
    const first = openDatabase({ dataDir });
    first.sqlite.exec("INSERT INTO settings VALUES ('a', 'b')");
    first.close();
    const second = openDatabase({ dataDir });
    expect(second.sqlite.prepare("SELECT * FROM settings").all()).toEqual([{ key: "a", value: "b" }]);
    second.close();
  });

  it("opens in memory", () => {
    const db = openDatabase({ inMemory: true });
    expect(db.sqlite.prepare("SELECT count(*) AS n FROM runs").get()).toEqual({ n: 0 });
    db.close();
  });

  it("lets several open an empty folder at the same moment", async () => {
    const openers = await Promise.all([1, 2, 3, 4].map(startOpener));
    for (const round of [1, 2, 3, 4, 5]) {
      const dir = join(root, `round ${round}`);
      const answers = openers.map((opener) => once(opener, "message"));
      for (const opener of openers) opener.postMessage(dir);
      expect((await Promise.all(answers)).flat()).toEqual(["opened", "opened", "opened", "opened"]);
      const db = openDatabase({ dataDir: dir });
      const applied = db.sqlite.prepare("SELECT created_at FROM __drizzle_migrations").pluck().all();
      expect(new Set(applied).size).toBe(applied.length);
      db.close();
    }
    await Promise.all(openers.map((opener) => opener.terminate()));
  });
});

/** A thread that opens the database of the folder it receives, and answers "opened" or the error. */
async function startOpener(): Promise<Worker> {
  const script = `import { parentPort } from "node:worker_threads";
    import { openDatabase } from ${JSON.stringify(new URL("./open-database.ts", import.meta.url).href)};
    parentPort.on("message", (dataDir) => {
      try {
        openDatabase({ dataDir }).close();
        parentPort.postMessage("opened");
      } catch (error) {
        parentPort.postMessage(String(error));
      }
    });
    parentPort.postMessage("ready");`;
  const opener = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`));
  await once(opener, "message");
  return opener;
}

describe("a database from a newer version", () => {
  it("is refused and left byte for byte as it is", () => {
    markAsNewer();
    const before = contentOf(dataDir);
    expect(() => openDatabase({ dataDir })).toThrow(expect.objectContaining({ code: "database-newer" }));
    expect(contentOf(dataDir)).toEqual(before);
    expect(readdirSync(dataDir)).toEqual(["flight-deck.db"]);
  });

  it("is refused even where only the log of a crashed process says so, and the log stays", () => {
    const live = openDatabase({ dataDir });
    live.sqlite.exec(`INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', ${Date.now() + 1e12})`);
    const crashedDir = join(root, "crashed");
    mkdirSync(crashedDir);
    for (const name of readdirSync(dataDir)) copyFileSync(join(dataDir, name), join(crashedDir, name));
    live.close();
    const before = contentOf(crashedDir);
    expect(before).toHaveProperty(["flight-deck.db-wal"]);
    expect(() => openDatabase({ dataDir: crashedDir })).toThrow(expect.objectContaining({ code: "database-newer" }));
    expect(contentOf(crashedDir)).toEqual(before);
  });

  it("does not stop the log of a crashed process of this version from being used", () => {
    const live = openDatabase({ dataDir });
    live.sqlite.exec("INSERT INTO settings VALUES ('a', 'b')");
    const crashedDir = join(root, "crashed");
    mkdirSync(crashedDir);
    for (const name of readdirSync(dataDir)) copyFileSync(join(dataDir, name), join(crashedDir, name));
    live.close();
    const db = openDatabase({ dataDir: crashedDir });
    expect(db.sqlite.prepare("SELECT value FROM settings").pluck().get()).toBe("b");
    db.close();
  });
});

describe("a file that cannot be used", () => {
  const unreadable = expect.objectContaining({ code: "database-unreadable" });

  it("is named when it is no database, and kept", () => {
    mkdirSync(dataDir);
    writeFileSync(path, "this is not a database, but long enough to be looked at");
    expect(() => openDatabase({ dataDir })).toThrow(unreadable);
    expect(readFileSync(path, "utf8")).toContain("this is not a database");
  });

  it("is named when its pages are damaged, without the statement that met them", () => {
    openDatabase({ dataDir }).close();
    writeFileSync(path, readFileSync(path).fill(0xff, 100));
    expect(() => openDatabase({ dataDir })).toThrow(unreadable);
    expect(() => openDatabase({ dataDir })).toThrow(/damaged/);
    expect(() => openDatabase({ dataDir })).not.toThrow(/SELECT|CREATE/);
  });

  it("is named when the data folder is a file", () => {
    writeFileSync(dataDir, "");
    expect(() => openDatabase({ dataDir })).toThrow(unreadable);
  });
});

describe("migrations", () => {
  it("are found from the source folder and from a bundle's folder", () => {
    const fromSource = findMigrationsFolder();
    const bundleDir = join(root, "package", "out", "main");
    mkdirSync(bundleDir, { recursive: true });
    mkdirSync(join(root, "package", "drizzle", "meta"), { recursive: true });
    copyFileSync(join(fromSource, "meta", "_journal.json"), join(root, "package", "drizzle", "meta", "_journal.json"));
    expect(findMigrationsFolder(bundleDir)).toBe(join(root, "package", "drizzle"));
    expect(() => findMigrationsFolder(root)).toThrow(/missing/);
  });

  it("are what the schema says: otherwise run `npx drizzle-kit generate`", async () => {
    const folder = findMigrationsFolder();
    const snapshots = readdirSync(join(folder, "meta")).filter((name) => name.endsWith("_snapshot.json"));
    const latest = JSON.parse(readFileSync(join(folder, "meta", snapshots.sort().at(-1) ?? ""), "utf8"));
    const present = await generateSQLiteDrizzleJson({
      ...bin,
      ...contents,
      ...records,
      ...local,
      ...mirror,
      ...notifications,
      ...history,
      ...labels,
      ...network,
      ...templates,
    });
    expect(await generateSQLiteMigration(latest, present)).toEqual([]);
  });
});
