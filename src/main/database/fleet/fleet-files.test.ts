import { expect, test } from "vitest";
import { fleetFiles } from "./fleet-files.ts";

const idOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;

/** The names of the boards' files, without folder and ending. */
function namesOf(...names: string[]): string[] {
  const boards = names.map((name, index) => ({ id: idOf(index), name }));
  const files = fleetFiles({ rows: new Map([["boards", boards]]), settings: {} });
  return files.flatMap(({ path }) => /^boards\/(.*)\.json$/.exec(path)?.[1] ?? []);
}

test("boards whose names are one on some disks have a file each", () => {
  expect(namesOf("ΟΔΟΣ", "οδοσ", "Straße", "STRASSE")).toEqual([
    "οδος",
    `οδοσ-${idOf(1)}`,
    "straße",
    `strasse-${idOf(3)}`,
  ]);
});

test("no name is longer than file systems allow, however many bytes its characters take", () => {
  const name = "𠮷".repeat(70);
  const names = namesOf(name, `${name}b`, "x".repeat(200), "x".repeat(201));
  for (const one of names) expect(Buffer.byteLength(`${one}.json`), one).toBeLessThanOrEqual(255);
  expect(new Set(names).size).toBe(4);
});
