import fs, { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openApp } from "./open-app.ts";
import { openFolderDatabase } from "./open-folder-database.ts";
import { openHostedApp } from "./open-hosted-app.ts";

let root: string;
let dataDir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "flight-deck-unfit-"));
  dataDir = join(root, "deck");
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  rmSync(root, { recursive: true, force: true });
});

test.each([
  ["a window or browser host", () => openHostedApp({ dataDir, env: {}, host: { kind: "browser", electron: null } })],
  ["a command that works with gateways", () => openApp({ dataDir, env: {} })],
  ["a command that works with records", async () => openFolderDatabase(dataDir, {})],
])("%s makes nothing on a disk where the folder cannot be", async (_host, open) => {
  vi.spyOn(fs, "linkSync").mockImplementation(() => {
    throw Object.assign(new Error("operation not supported"), { code: "ENOTSUP" });
  });
  syncBuiltinESMExports();
  await expect(open()).rejects.toMatchObject({ code: "data-folder-unfit" });
  expect(readdirSync(root)).toEqual([]);
});
