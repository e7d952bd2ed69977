import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findKeySource } from "./find-key-source.ts";
import { type SharedKeyAddress, sharedKeyFile, shareKey } from "./share-key.ts";
import { expectMode } from "./test-expect-mode.ts";

const wrapped = "os-key-store:gnome_libsecret:AAAA\n";
const key = randomBytes(32);

let root: string;
let dataDir: string;
let end: (() => void) | undefined;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "flight-deck-share-"));
  dataDir = join(root, "data");
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, "data.key"), wrapped, { mode: 0o600 });
});
afterEach(() => {
  end?.();
  end = undefined;
  rmSync(root, { recursive: true, force: true });
});

const addressFile = () => join(dataDir, sharedKeyFile);
const shared = () => JSON.parse(readFileSync(addressFile(), "utf8")) as SharedKeyAddress;
const foundKey = async () => (await findKeySource(dataDir)).read();

test("another process gets a wrapped key while the host is open, and is told what to do afterwards", async () => {
  await expect(foundKey()).rejects.toMatchObject({ code: "vault-key" });
  end = await shareKey(dataDir, key);
  expect(await foundKey()).toEqual(key);
  end();
  await expect(foundKey()).rejects.toThrow(/key store of the operating system/);
  expect(readdirSync(dataDir)).toEqual(["data.key"]);
});

test("what is in files and on the socket alone is no key, and only the owner reaches either", async () => {
  end = await shareKey(dataDir, key);
  const { address } = shared();
  const sent = await text(connect(address));
  const spellings = (["base64url", "base64", "hex"] as const).map((encoding) => key.toString(encoding));
  for (const spelling of spellings) {
    expect(sent).not.toContain(spelling);
    expect(readFileSync(addressFile(), "utf8")).not.toContain(spelling);
  }
  expectMode(addressFile(), 0o600);
  expectMode(dirname(address), 0o700);
});

test("a data folder with a path that is too long for a socket has it elsewhere", async () => {
  dataDir = join(root, "a long name ".repeat(10));
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, "data.key"), wrapped, { mode: 0o600 });
  end = await shareKey(dataDir, key);
  const { address } = shared();
  expect(address.startsWith(dataDir)).toBe(false);
  expect(await foundKey()).toEqual(key);
  end();
  expect(existsSync(dirname(address))).toBe(false);
});

test("a host that crashed is not there, and the next one tidies up after it", async () => {
  const crashed = await shareKey(dataDir, key);
  const leftover = readFileSync(addressFile(), "utf8");
  crashed();
  const folder = dirname((JSON.parse(leftover) as SharedKeyAddress).address);
  mkdirSync(folder);
  writeFileSync(addressFile(), leftover);
  await expect(foundKey()).rejects.toMatchObject({ code: "vault-key" });
  end = await shareKey(dataDir, key);
  expect(existsSync(folder)).toBe(false);
  expect(await foundKey()).toEqual(key);
});

test.each(["", "fd1.AAAA.BBBB", "x".repeat(5000)])("a stranger on the socket is not believed (%#)", async (answer) => {
  end = await shareKey(dataDir, key);
  const { secret } = shared();
  const address = join(root, "stranger");
  const stranger = createServer((socket) => socket.on("error", () => {}).end(answer)).listen(address);
  writeFileSync(addressFile(), JSON.stringify({ address, secret }));
  await expect(foundKey()).rejects.toMatchObject({ code: "vault-key" });
  stranger.close();
});

test("a key in its file is used, whoever has the folder open", async () => {
  const inFile = randomBytes(32);
  writeFileSync(join(dataDir, "data.key"), inFile.toString("base64url"), { mode: 0o600 });
  end = await shareKey(dataDir, key);
  expect(await foundKey()).toEqual(inFile);
});
