import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FlightDeckError } from "../../shared/errors.ts";
import { openVault } from "./open-vault.ts";
import { expectMode } from "./test-expect-mode.ts";
import { createVault } from "./vault.ts";

let root: string;
let dataDir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "flight-deck-vault-"));
  dataDir = join(root, "data");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function refusal(FLIGHTDECK_KEY: string): FlightDeckError {
  try {
    openVault({ dataDir, env: { FLIGHTDECK_KEY } });
  } catch (error) {
    if (error instanceof FlightDeckError) return error;
    throw error;
  }
  throw new Error("the key was accepted");
}

describe("openVault with the key file", () => {
  it("makes data.key once, for its owner only, and leaves no draft behind", () => {
    const sealed = openVault({ dataDir, env: {} }).seal("secret", "a");
    expectMode(dataDir, 0o700);
    expectMode(join(dataDir, "data.key"), 0o600);
    expect(readdirSync(dataDir)).toEqual(["data.key"]);
    expect(openVault({ dataDir, env: {} }).open(sealed, "a")).toBe("secret");
  });

  it.skipIf(process.platform === "win32")("takes the key file from other users, with a line that says so", () => {
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    openVault({ dataDir, env: {} });
    expect(said).not.toHaveBeenCalled();
    for (const mode of [0o644, 0o640, 0o604]) {
      said.mockClear();
      chmodSync(join(dataDir, "data.key"), mode);
      const { keyId } = openVault({ dataDir, env: {} });
      expectMode(join(dataDir, "data.key"), 0o600);
      expect(said).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(`had the mode ${mode.toString(8)}`));
      expect(openVault({ dataDir, env: {} }).keyId).toBe(keyId);
    }
    said.mockRestore();
  });

  it("leaves the mode of a folder that was already there", () => {
    mkdirSync(dataDir, { mode: 0o755 });
    openVault({ dataDir, env: {} });
    expectMode(dataDir, 0o755);
  });

  it("gives processes that start together the same key", async () => {
    const module = new URL("./open-vault.ts", import.meta.url).href;
    const script = `import { openVault } from ${JSON.stringify(module)};
      console.log(openVault({ dataDir: ${JSON.stringify(dataDir)}, env: {} }).fingerprint("same"));`;
    const start = () => promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
    const prints = await Promise.all([start(), start(), start(), start()]);
    expect(new Set(prints.map(({ stdout }) => stdout)).size).toBe(1);
    expect(readdirSync(dataDir)).toEqual(["data.key"]);
  });

  it.each(["", "too short"])("refuses a damaged key file (%j) and keeps it", (content) => {
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, "data.key"), content, { mode: 0o600 });
    expect(() => openVault({ dataDir, env: {} })).toThrow(expect.objectContaining({ code: "vault-key" }));
    expect(readFileSync(join(dataDir, "data.key"), "utf8")).toBe(content);
  });

  it("says so when the data folder cannot be made", () => {
    writeFileSync(dataDir, "a file");
    expect(() => openVault({ dataDir, env: {} })).toThrow(expect.objectContaining({ code: "vault-key" }));
  });
});

describe("openVault with FLIGHTDECK_KEY", () => {
  const key = randomBytes(32);

  it.each(["hex", "base64", "base64url"] as const)("takes 32 bytes as %s and makes no key file", (encoding) => {
    const vault = openVault({ dataDir, env: { FLIGHTDECK_KEY: key.toString(encoding) } });
    expect(vault.fingerprint("a")).toBe(createVault(key).fingerprint("a"));
    expect(existsSync(dataDir)).toBe(false);
  });

  it.each([
    "",
    "swordfish",
    "f".repeat(63),
    randomBytes(31).toString("base64url"),
    randomBytes(33).toString("base64url"),
    `${"+".repeat(21)}${"_".repeat(22)}`,
  ])("refuses %j and does not repeat it", (text) => {
    const error = refusal(text);
    expect(error.code).toBe("vault-key");
    if (text) expect(`${error.message} ${error.hint}`).not.toContain(text);
  });
});

describe("openVault with a key store", () => {
  it("takes the key from there, unless FLIGHTDECK_KEY is set", () => {
    const read = () => Buffer.alloc(32, 7);
    const keySource = { name: "the store", read, make: read };
    const stored = openVault({ dataDir, env: {}, keySource });
    expect(stored.fingerprint("a")).toBe(createVault(Buffer.alloc(32, 7)).fingerprint("a"));
    const fromEnv = openVault({ dataDir, env: { FLIGHTDECK_KEY: "8".repeat(64) }, keySource });
    expect(fromEnv.fingerprint("a")).not.toBe(stored.fingerprint("a"));
    expect(existsSync(dataDir)).toBe(false);
  });
});
