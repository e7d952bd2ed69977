import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fetchElectron } from "./fetch-electron.ts";

let root: string;
let said: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "flight-deck-start-"));
  said = [];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The package as npm leaves it, with an installer that counts its runs and does as told. */
function installPackage(installer: string, version = "45.0.0"): void {
  const folder = join(root, "node_modules", "electron");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ version, type: "commonjs" }));
  const count = `require("fs").appendFileSync(${JSON.stringify(join(root, "tries"))}, "x");`;
  writeFileSync(join(folder, "install.js"), `${count}\n${installer}`);
}

const fetchIt = (timeoutMs?: number) =>
  fetchElectron({ root, say: (line) => said.push(line), ...(timeoutMs ? { timeoutMs } : {}) });
const tries = () => (existsSync(join(root, "tries")) ? readFileSync(join(root, "tries"), "utf8").length : 0);

const installsBinary = `
  const { join } = require("path");
  require("fs").mkdirSync(join(__dirname, "dist"));
  require("fs").writeFileSync(join(__dirname, "dist", "electron"), "");
  require("fs").writeFileSync(join(__dirname, "path.txt"), "electron");`;

test("a missing binary is fetched, and then found without a word", async () => {
  installPackage(installsBinary);
  const binary = join(root, "node_modules", "electron", "dist", "electron");
  expect(await fetchIt()).toEqual({ binary });
  expect(said).toEqual(["Fetching Electron 45.0.0, about 100 MB, once. Ctrl-C ends it ..."]);
  expect(await fetchIt()).toEqual({ binary });
  expect(tries()).toBe(1);
  expect(said).toHaveLength(1);
});

test("a failure is tried once a day for each version, and says what was wrong", async () => {
  installPackage('console.error("RequestError: no route\\n    at somewhere"); process.exit(1);');
  const failed = {
    missing: "Electron 45.0.0 could not be fetched (RequestError: no route); npx install-electron tries again",
  };
  expect(await fetchIt()).toEqual(failed);
  expect(await fetchIt()).toEqual(failed);
  expect(tries()).toBe(1);
  installPackage("process.exit(3);", "45.0.1");
  expect(await fetchIt()).toMatchObject({
    missing: expect.stringContaining("45.0.1 could not be fetched (exit code 3)"),
  });
  expect(tries()).toBe(2);
  const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
  utimesSync(join(root, ".cache", "electron-45.0.1-missing"), yesterday, yesterday);
  await fetchIt();
  expect(tries()).toBe(3);
});

test("an installer that hangs is ended", async () => {
  installPackage("setInterval(() => {}, 1000);");
  expect(await fetchIt(300)).toMatchObject({ missing: expect.stringContaining("not within 0.3 seconds") });
});

test("a binary that was fetched by hand after a failure is used", async () => {
  installPackage("process.exit(1);");
  await fetchIt();
  installPackage(installsBinary);
  await import("node:child_process").then(({ execFileSync }) =>
    execFileSync(process.execPath, [join(root, "node_modules", "electron", "install.js")]),
  );
  expect(await fetchIt()).toMatchObject({ binary: expect.stringContaining("electron") });
});
