import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockFile } from "./hold-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flight-deck-hold-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each(["EPERM", "EACCES", "EBUSY"])("a scanner that has the holder's file open keeps no lock: %s", (code) => {
  const path = join(folder, "gateway");
  const refuse = () => {
    throw Object.assign(new Error(`${code}: operation not permitted`), { code });
  };
  const scanned = { write: refuse, remove: refuse };
  for (const files of [scanned, { write: writeFileSync, remove: refuse }, scanned]) {
    const held = lockFile(path, files);
    expect(held).toHaveProperty("letGo");
    expect(lockFile(path)).toHaveProperty("holder");
    if ("letGo" in held) held.letGo();
  }
  expect(lockFile(path)).toHaveProperty("letGo");
});
