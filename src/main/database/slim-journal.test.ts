import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readFileWrites } from "./file-writes.ts";
import { openDatabase } from "./open-database.ts";
import { makeDatabaseAsOf } from "./test-database-as-of.ts";
import { readUndoJournal } from "./undo-journal.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-journal-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const theirs = "a0".repeat(32);
const ours = "0f".repeat(32);

it("keeps the journal of a database of an earlier version, every hash and every version", () => {
  const old = makeDatabaseAsOf(dataDir, "0030_notifications");
  old.exec(`
    INSERT INTO runs (id, gateway_id, gateway_name, kind, options, started_by, status, started_at, process_id)
      VALUES ('run', 'north', 'North', 'template-sync', '{}', 'test', 'succeeded', '2026-01-01T00:00:00.000000Z', 1);
    INSERT INTO contents (id, sha256, sealed, size_bytes) VALUES (3, '${theirs}', x'01', 1);
    INSERT INTO file_versions (id, agent_id, file_name, content_id, source, run_id, recorded_at)
      VALUES (7, 'a', 'SOUL.md', 3, 'found', 'run', '2026-01-01T00:00:00.000000Z');
    INSERT INTO file_writes VALUES ('run', 'a', 'SOUL.md', '${theirs}', '${ours}', 7, 'written');
    INSERT INTO file_writes VALUES ('run', 'a', 'USER.md', NULL, '${ours}', NULL, 'unknown');
    INSERT INTO file_writes VALUES ('run', 'b', 'SOUL.md', '${theirs}', '${ours}', NULL, 'not-written');
  `);
  old.close();
  const db = openDatabase({ dataDir });
  const run = { runId: "run", oursMaskedSha256: ours };
  expect([...readFileWrites(db, "run").values()].flat()).toEqual([
    { ...run, agentId: "a", fileName: "SOUL.md", theirsMaskedSha256: theirs, replacedVersionId: 7, state: "written" },
    { ...run, agentId: "a", fileName: "USER.md", theirsMaskedSha256: null, replacedVersionId: null, state: "unknown" },
    {
      ...{ ...run, agentId: "b", fileName: "SOUL.md", theirsMaskedSha256: theirs },
      ...{ replacedVersionId: null, state: "not-written" },
    },
  ]);
  expect(readUndoJournal(db, "run").map((write) => [write.theirsMaskedSha256, write.replaced?.id])).toEqual([
    [theirs, 7],
    [null, undefined],
    [theirs, undefined],
  ]);
  // Drizzle does not know of it: a table that is generated anew would lose it, and take twice the space.
  const tables = db.sqlite.prepare<[], { name: string; wr: number }>("PRAGMA table_list").all();
  expect(tables.find(({ name }) => name === "file_writes")?.wr).toBe(1);
  db.sqlite.exec("DELETE FROM runs");
  expect(db.sqlite.prepare("SELECT count(*) FROM file_writes").pluck().get()).toBe(0);
  db.close();
});
