import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase } from "../database/open-database.ts";
import { GivenFiles } from "./given-files.ts";

let folder: string;
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flight-deck-given-"));
  database = openDatabase({ dataDir: join(folder, "data") });
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function read(name: string, text: string) {
  writeFileSync(join(folder, name), text);
  const files = new GivenFiles();
  return files.read(database, files.add(join(folder, name)));
}

test("a fleet is handed to the import as it is", async () => {
  const text = '\uFEFF{ "gateways": [] }';
  expect(await read("north.flightfleet", text)).toEqual({ name: "north.flightfleet", kind: "fleet", text });
});

test.each([
  ["empty.json", "", /empty\.json cannot be read/],
  ["list.json", "[]", /holds neither a fleet nor a plan/],
  ["old.flightplan", '{ "format": "flight-deck-plan", "version": 9 }', /is a plan that this version cannot read/],
])("%s is refused in words", async (name, text, told) => {
  await expect(read(name, text)).rejects.toMatchObject({ code: "bad-input", message: expect.stringMatching(told) });
});

test("a file that is gone, and an id that was not given out, are refused", async () => {
  const files = new GivenFiles();
  const id = files.add(join(folder, "gone.json"));
  await expect(files.read(database, id)).rejects.toMatchObject({ code: "bad-input" });
  await expect(files.read(database, join(folder, "data", "data.key"))).rejects.toMatchObject({ code: "not-found" });
});
