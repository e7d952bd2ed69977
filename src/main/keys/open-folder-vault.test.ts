import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readDataKeyId } from "../database/data-key-id.ts";
import { readGatewayToken, updateGateway } from "../database/gateways.ts";
import { type Database, openDatabase } from "../database/open-database.ts";
import { addGateway, addOrganization } from "../database/test-fleet.ts";
import { loadDeviceIdentity } from "../gateway/device-identity.ts";
import { createVault, type Vault } from "../vault/vault.ts";
import { openFolderVault } from "./open-folder-vault.ts";

let dataDir: string;
let database: Database;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-keys-"));
  database = openDatabase({ dataDir });
  addOrganization(database);
});
afterEach(() => {
  database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const [key, otherKey] = [randomBytes(32), randomBytes(32)];
const withKey = (which: Buffer) => ({ FLIGHTDECK_KEY: which.toString("hex") });
const open = (env = {}) => openFolderVault(database, { dataDir, env });
const keyFile = () => join(dataDir, "data.key");

/** A gateway whose token is sealed under this key. */
function addSealedGateway(vault: Vault): string {
  const id = addGateway(database);
  updateGateway(database, vault, id, { token: "a-gateway-token" });
  return id;
}

test("the first use of a folder notes its key, and the same key opens it again", () => {
  const vault = open();
  expect(readDataKeyId(database)).toBe(vault.keyId);
  const gateway = addSealedGateway(vault);
  expect(readGatewayToken(database, open(), gateway)).toBe("a-gateway-token");
});

describe("a folder that names a key", () => {
  test("gets no other key when FLIGHTDECK_KEY is forgotten", () => {
    open(withKey(key));
    expect(() => open()).toThrow(expect.objectContaining({ code: "vault-key" }));
    expect(existsSync(keyFile())).toBe(false);
    expect(open(withKey(key)).keyId).toBe(createVault(key).keyId);
  });

  test("gets no other key when data.key is lost, even if nothing is sealed yet", () => {
    open();
    rmSync(keyFile());
    expect(() => open()).toThrow(/there is no data\.key/);
    expect(existsSync(keyFile())).toBe(false);
  });

  test("is not opened by another FLIGHTDECK_KEY", () => {
    open();
    expect(() => open(withKey(otherKey))).toThrow(/FLIGHTDECK_KEY holds the data key/);
  });

  test("does not name the key itself in the error", () => {
    open(withKey(key));
    const hex = otherKey.toString("hex");
    expect(() => open({ FLIGHTDECK_KEY: hex })).toThrow(expect.not.stringContaining(hex));
  });
});

describe("a folder from before keys were noted", () => {
  test("has the key that its values are sealed under", () => {
    addSealedGateway(createVault(key));
    expect(() => open()).toThrow(expect.objectContaining({ code: "vault-key" }));
    expect(existsSync(keyFile())).toBe(false);
    expect(readDataKeyId(database)).toBeNull();
    expect(open(withKey(key)).keyId).toBe(createVault(key).keyId);
    expect(readDataKeyId(database)).toBe(createVault(key).keyId);
  });

  test("has the key of its device identity", () => {
    loadDeviceIdentity(dataDir, createVault(key));
    expect(() => open()).toThrow(expect.objectContaining({ code: "vault-key" }));
    expect(open(withKey(key)).keyId).toBe(createVault(key).keyId);
  });

  test("keeps working with the present key where two keys were used", () => {
    const gateway = addSealedGateway(createVault(key));
    addSealedGateway(createVault(otherKey));
    expect(() => open()).toThrow(expect.objectContaining({ code: "vault-key" }));
    expect(readGatewayToken(database, open(withKey(key)), gateway)).toBe("a-gateway-token");
  });
});
