import { readFileSync, renameSync, writeFileSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
import type { Database } from "./open-database.ts";

/** Ends the trouble, also after the database was closed. */
type Undo = () => unknown;

/** Trouble that an open database gets into, by its name; and the error code that operators get for it. */
export const databaseTroubles = {
  full: {
    code: "database-unwritable",
    begin({ sqlite }) {
      const pages = Number(sqlite.pragma("max_page_count", { simple: true }));
      sqlite.pragma(`max_page_count = ${sqlite.pragma("page_count", { simple: true })}`);
      return () => sqlite.open && sqlite.pragma(`max_page_count = ${pages}`);
    },
  },
  "read-only": {
    code: "database-unwritable",
    begin({ sqlite }) {
      sqlite.pragma("query_only = ON");
      return () => sqlite.open && sqlite.pragma("query_only = OFF");
    },
  },
  locked: {
    code: "database-unwritable",
    begin({ sqlite }) {
      sqlite.pragma("busy_timeout = 5");
      const other = new BetterSqlite3(sqlite.name);
      other.exec("BEGIN IMMEDIATE");
      return () => other.close();
    },
  },
  damaged: {
    code: "database-unreadable",
    begin({ sqlite }) {
      sqlite.pragma("wal_checkpoint(TRUNCATE)");
      const before = readFileSync(sqlite.name);
      writeFileSync(sqlite.name, Buffer.from(before).fill(0xff, 4096));
      sqlite.pragma("shrink_memory");
      return () => writeFileSync(sqlite.name, before);
    },
  },
  missing: {
    code: "database-missing",
    begin({ sqlite }) {
      const files = [sqlite.name, `${sqlite.name}-wal`, `${sqlite.name}-shm`];
      for (const file of files) renameSync(file, `${file}.away`);
      return () => {
        for (const file of files) renameSync(`${file}.away`, file);
      };
    },
  },
} satisfies Record<string, { code: string; begin(db: Database): Undo }>;

export type DatabaseTrouble = keyof typeof databaseTroubles;
export const databaseTroubleNames = Object.keys(databaseTroubles) as DatabaseTrouble[];

/** Holds a database file as another program would, so that it cannot even be opened. @returns lets it go */
export function holdAlone(path: string): () => void {
  const other = new BetterSqlite3(path);
  other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; INSERT INTO settings VALUES ('held', 'by a test')");
  return () => other.close();
}

/** Makes something of a file that is no database. */
export function damageFile(path: string): void {
  writeFileSync(path, "not a database any more, but long enough to be looked at");
}
