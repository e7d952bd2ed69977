import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDatabase } from "./open-database.ts";

test("what is synced reaches the drive itself on macOS, checkpoints included", () => {
  const database = openDatabase({ inMemory: true });
  expect(database.sqlite.pragma("fullfsync", { simple: true })).toBe(1);
  database.close();
});

/** Connections that write nothing that must last: an empty file for its lock, what is only read, and probes. */
const writeNothing = ["hold-file.ts", "share-file.ts", "migrations.ts", "replace-database.ts", "probe-disk.ts"];

test("every other connection that may write a database does the same", () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/(^|[\\/])test-|\.test\.ts$/.test(file))
    .map((file) => ({
      name: file.split(/[\\/]/).at(-1) ?? "",
      text: readFileSync(join(import.meta.dirname, file), "utf8"),
    }));
  const writing = files.filter(({ text }) => /new BetterSqlite3\((?!.*readonly: true)/.test(text));
  expect(writing.length).toBeGreaterThan(3);
  const unsynced = writing.filter(({ name, text }) => !text.includes("fullfsync = ON") && !writeNothing.includes(name));
  expect(unsynced.map(({ name }) => name)).toEqual([]);
});
