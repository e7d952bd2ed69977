import fs, { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { isOpenToOthers } from "./keep-private.ts";
import { openVault } from "./open-vault.ts";

/** Windows has no modes: there the folder's access list protects the key (windows/protect-folder.test.ts). */
const test = it.skipIf(process.platform === "win32");

let dataDir: string;
let said: string[];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-private-"));
  said = [];
  vi.spyOn(process.stderr, "write").mockImplementation((line) => said.push(String(line)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  rmSync(dataDir, { recursive: true, force: true });
});

const keyFile = () => join(dataDir, "data.key");
const open = () => openVault({ dataDir, env: {} }).keyId;

/** As Windows' disks in WSL, SMB shares, exFAT and Docker's mounts of Windows' folders: every file has the same mode and owner. */
function keepNoModes(chmod: "ignored" | "refused", owner?: number): void {
  const { openSync, statSync: realStat } = fs;
  vi.spyOn(fs, "openSync").mockImplementation((path, flags) => openSync(path, flags, 0o666));
  vi.spyOn(fs, "chmodSync").mockImplementation(() => {
    if (chmod === "refused") throw Object.assign(new Error("operation not permitted"), { code: "EPERM" });
  });
  if (owner !== undefined) {
    vi.spyOn(fs, "statSync").mockImplementation(((path: string) =>
      Object.assign(realStat(path), { uid: owner })) as never);
  }
  syncBuiltinESMExports();
}

test.each([
  ["is ignored", "ignored", undefined],
  ["is refused", "refused", undefined],
  ["is ignored and every file belongs to another user", "ignored", 4711],
] as const)("a disk on which a change of modes %s keeps its key, with one line", (_what, chmod, owner) => {
  keepNoModes(chmod, owner);
  if (owner !== undefined) vi.spyOn(process, "getuid").mockReturnValue(1000);
  const first = open();
  expect([open(), open()]).toEqual([first, first]);
  expect(isOpenToOthers(keyFile())).toBe(true);
  expect(said).toEqual([expect.stringMatching(/data\.key .* does not keep the modes of files.*FLIGHTDECK_KEY/s)]);
  expect(readdirSync(dataDir)).toEqual(["data.key"]);
});

test("a disk that keeps modes keeps refusing a key file whose mode cannot be changed", () => {
  open();
  chmodSync(keyFile(), 0o644);
  const refused = vi.spyOn(fs, "chmodSync").mockImplementation(() => {
    throw Object.assign(new Error("operation not permitted"), { code: "EPERM" });
  });
  syncBuiltinESMExports();
  expect(open).toThrow(/has the mode 644, which cannot be changed/);
  refused.mockImplementation(() => {});
  expect(open).toThrow(/has the mode 644, which the disk does not change/);
  expect(said).toEqual([]);
  expect(readdirSync(dataDir)).toEqual(["data.key"]);
});

test("a disk that keeps owners keeps refusing a key file of another user", () => {
  open();
  const user = statSync(keyFile()).uid;
  vi.spyOn(process, "getuid").mockReturnValue(4242);
  // A new file belongs to the one who made it.
  const { statSync: realStat } = fs;
  vi.spyOn(fs, "statSync").mockImplementation(((path: string) =>
    Object.assign(realStat(path), { uid: path === keyFile() ? user : 4242 })) as never);
  syncBuiltinESMExports();
  expect(open).toThrow(/belongs to another user/);
});
