import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { explainStorageTrouble } from "./explain-database-failure.ts";
import { lockFile } from "./hold-file.ts";
import { type Database, openDatabase } from "./open-database.ts";
import { readSetting, saveSetting } from "./settings.ts";

let dataDir: string;
let db: Database;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-trouble-"));
  db = openDatabase({ dataDir });
});
afterEach(() => {
  db.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

describe("trouble with an open database", () => {
  it("is a full disk", () => {
    db.sqlite.pragma(`max_page_count = ${db.sqlite.pragma("page_count", { simple: true })}`);
    const error = thrownBy(() => saveSetting(db, "large", "x".repeat(1_000_000)));
    expect(explainStorageTrouble(error)).toMatchObject({
      code: "database-unwritable",
      message: expect.stringContaining("full"),
    });
  });

  it("is a database that may not be written", () => {
    db.sqlite.pragma("query_only = ON");
    const error = thrownBy(() => saveSetting(db, "a", "b"));
    expect(explainStorageTrouble(error)?.code).toBe("database-unwritable");
  });

  it("is another program that holds it", () => {
    const other = new BetterSqlite3(join(dataDir, "flight-deck.db"));
    other.exec("BEGIN IMMEDIATE");
    db.sqlite.pragma("busy_timeout = 10");
    const error = thrownBy(() => saveSetting(db, "a", "b"));
    other.close();
    expect(explainStorageTrouble(error)).toMatchObject({
      code: "database-unwritable",
      message: expect.stringContaining("Another program"),
    });
  });

  it("is a page that was damaged since", () => {
    saveSetting(db, "large", "x".repeat(200_000));
    db.close();
    const path = join(dataDir, "flight-deck.db");
    const bytes = readFileSync(path);
    db = openDatabase({ dataDir });
    writeFileSync(path, bytes.fill(0xff, 4096));
    const error = thrownBy(() => readSetting(db, "large"));
    expect(explainStorageTrouble(error)?.code).toBe("database-unreadable");
  });

  it("is a folder of locks that cannot be used", () => {
    writeFileSync(join(dataDir, "locks"), "a file where the folder belongs");
    expect(thrownBy(() => lockFile(join(dataDir, "locks", "gateway")))).toMatchObject({
      code: "database-unwritable",
      message: expect.stringContaining(join(dataDir, "locks")),
    });
  });

  it("is no fault of ours", () => {
    for (const sql of ["SELECT * FROM no_table", "INSERT INTO settings VALUES (NULL, NULL)"]) {
      expect(explainStorageTrouble(thrownBy(() => db.sqlite.prepare(sql).run()))).toBeNull();
    }
    expect(explainStorageTrouble(new Error("something else"))).toBeNull();
  });
});
