import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { type Database, openDatabase } from "../database/open-database.ts";
import type { Vault } from "../vault/vault.ts";
import { openFolderVault } from "./open-folder-vault.ts";
import { rotateKey } from "./rotate-key.ts";
import { populateFolder } from "./test-populated-folder.ts";

export let dataDir: string;
export let database: Database;
export let first: Vault;
export let expectReadable: (vault: Vault) => void;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-rotate-"));
  database = openDatabase({ dataDir });
  first = openFolderVault(database, { dataDir, env: {} });
  expectReadable = populateFolder(database, dataDir, first);
});
afterEach(() => {
  database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

export const open = (env = {}) => openFolderVault(database, { dataDir, env });
export const rotate = () => rotateKey(database, { dataDir, env: {} }, null);
export const keyFiles = () => readdirSync(dataDir).filter((name) => /^(data\.key|device\.json)/.test(name));

export function isFailing(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch {
    return true;
  }
}
