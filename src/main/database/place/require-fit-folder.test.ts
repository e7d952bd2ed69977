import fs, { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PlaceFacts } from "./find-unsafe-place.ts";
import { probeDisk } from "./probe-disk.ts";
import { folderProblemOf, requireFitFolder } from "./require-fit-folder.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "flight-deck-place-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  rmSync(root, { recursive: true, force: true });
});

const facts = (mounts = ""): PlaceFacts => ({ platform: "linux", env: {}, home: "/home/anna", mounts });
const shared = () => facts(`36 27 0:31 / ${root} rw - cifs //nas/x rw`);
const folder = () => join(root, "new", "deck");
const open = (given: Partial<Parameters<typeof requireFitFolder>[1]> = {}) =>
  requireFitFolder(folder(), { env: {}, facts: facts(), ...given });

/** What a file system gives that has no such call, or refuses it. */
function refuse(name: "linkSync" | "chmodSync", code: string): void {
  vi.spyOn(fs, name).mockImplementation(() => {
    throw Object.assign(new Error(`${code}: refused`), { code });
  });
  syncBuiltinESMExports();
}

test("a new folder on a disk that can do everything is made, empty", () => {
  open();
  expect(readdirSync(folder())).toEqual([]);
});

test("a folder on a network drive is refused before anything is made, with the reason and the way out", () => {
  expect(() => open({ facts: shared() })).toThrow(
    expect.objectContaining({
      code: "data-folder-unfit",
      message: expect.stringMatching(/deck is on a network drive \(cifs\): a database there is damaged when/),
      hint: expect.stringContaining("`--data-dir`"),
    }),
  );
  expect(readdirSync(root)).toEqual([]);
});

test.each(["EPERM", "ENOTSUP", "UNKNOWN"])("a disk without hard links (%s) is refused, and nothing stays", (code) => {
  refuse("linkSync", code);
  expect(open).toThrow(new RegExp(`does not support hard links; exFAT and FAT do not \\(${code}\\)`));
  expect(readdirSync(root)).toEqual([]);
});

test("an empty folder of the operator's stays where it is refused", () => {
  mkdirSync(folder(), { recursive: true });
  refuse("linkSync", "EPERM");
  expect(open).toThrow();
  expect(readdirSync(folder())).toEqual([]);
});

test.each(["refused", "ignored"])(
  "a disk where a change of a mode is %s takes the folder only with FLIGHTDECK_KEY",
  (how) => {
    const { writeFileSync: write, statSync: realStat } = fs;
    vi.spyOn(fs, "writeFileSync").mockImplementation((path, data) => write(path, data, { mode: 0o666 }));
    if (how === "refused") refuse("chmodSync", "EPERM");
    vi.spyOn(fs, "statSync").mockImplementation(((path: string, options: object) => {
      const found = realStat(path, options);
      return found && Object.assign(found, { mode: found.mode | 0o077 });
    }) as never);
    syncBuiltinESMExports();
    expect(open).toThrow(/does not support file permissions .*every user of this computer could read the data key/);
    expect(readdirSync(root)).toEqual([]);
    open({ env: { FLIGHTDECK_KEY: "x" } });
    expect(existsSync(folder())).toBe(true);
  },
);

test("a disk that cannot hold a shared database is refused", () => {
  open({ probe: () => null });
  rmSync(join(root, "new"), { recursive: true });
  expect(() => open({ probe: () => ({ kind: "shared-database", why: "disk I/O error" }) })).toThrow(
    /cannot hold a database that several programs use \(disk I\/O error\)/,
  );
  expect(readdirSync(root)).toEqual([]);
});

test("Windows has no modes to try", () => {
  refuse("chmodSync", "EPERM");
  expect(probeDisk(root, "win32")).toBeNull();
  expect(readdirSync(root)).toEqual([]);
});

test.each(["flight-deck.db", "data.key", "device.json"])(
  "a folder in use (%s) still opens anywhere, with a doubt",
  (name) => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), name), "used");
    open({ facts: shared(), probe: () => ({ kind: "links", why: "EPERM" }) });
    expect(readdirSync(folder())).toEqual([name]);
    expect(folderProblemOf(folder(), { facts: shared() })).toMatch(
      /network drive \(cifs\).*copy the folder to a disk of this computer/,
    );
    expect(folderProblemOf(folder(), { facts: facts() })).toBeNull();
  },
);
