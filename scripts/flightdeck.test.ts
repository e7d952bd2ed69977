import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

// Each test runs the real command in a project folder of its own, with a command line that says how it was started.
const commandLine = `
const say = { words: process.argv.slice(2), script: process.argv[1], cwd: process.cwd(), key: process.env.FLIGHTDECK_KEY ?? null };
if (process.argv.includes("wait")) { process.on("SIGTERM", () => process.exit(130)); setInterval(() => {}, 1000); }
console.log(JSON.stringify(say));
if (process.argv.includes("wait")) {}
else if (process.argv.includes("die")) process.kill(process.pid, "SIGKILL");
else { process.stdin.on("data", (text) => process.stderr.write(text)); process.stdin.on("end", () => process.exit(10)); }
`;
const fakeNpm = `
const fs = require("node:fs");
fs.writeFileSync("npm-key.txt", String(process.env.FLIGHTDECK_KEY));
if (process.argv[2] === "install") {
  fs.mkdirSync("node_modules/node/bin", { recursive: true });
  const { packages } = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
  fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages }));
} else {
  const node = '#!/bin/sh\\nunset NODE_OPTIONS\\nexec "' + process.execPath + '" "$@"\\n';
  fs.writeFileSync("node_modules/node/bin/node", node, { mode: 0o755 });
}
`;

let folder = "";
let root = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flight deck command-"));
  root = join(folder, "clone");
  for (const part of ["flightdeck.mjs", "prepare.mjs", "prepare"])
    cpSync(join(import.meta.dirname, part), join(root, "scripts", part), { recursive: true });
  mkdirSync(join(root, "src/main"), { recursive: true });
  writeFileSync(join(root, "src/main/cli.ts"), commandLine);
  writeFileSync(join(root, "package.json"), "{}");
  writeFileSync(join(root, "npm-cli.js"), fakeNpm);
  const packages = { "": { name: "project" }, "node_modules/node": { version: "24.21.0", dev: true } };
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isWindows = process.platform === "win32";
const suitable = "24.21.0";
const older = "20.19.0";
// The Node that is installed here for an older one is a script of sh.
const versions = isWindows ? [suitable] : [suitable, older];

test.each(versions)("Node %s: a bare clone is prepared, then the command runs", async (version) => {
  const run = await start(["sync", "--dry-run", "My gateway", "it's $HOME", ""], { version, input: "y\n" });
  expect([run.code, run.signal], run.stderr).toEqual([10, null]);
  expect(JSON.parse(run.stdout)).toMatchObject({
    words: ["sync", "--dry-run", "My gateway", "it's $HOME", ""],
    cwd: folder,
    key: "the-key",
  });
  expect(run.stderr).toContain("this is the first run here");
  expect(run.stderr).toMatch(/\ny\n$/);
  // Installers have no use for the data key.
  expect(readFileSync(join(root, "npm-key.txt"), "utf8")).toBe("undefined");
  const again = await start(["list"], { version, input: "" });
  expect([again.code, again.stderr]).toEqual([10, ""]);
});

test.skipIf(isWindows).each(versions)(
  "Node %s: by a link, it knows the name that it was called by",
  async (version) => {
    const link = join(folder, "flightdeck");
    symlinkSync(join(root, "scripts/flightdeck.mjs"), link);
    const { stdout } = await start([], { version, input: "", script: link });
    expect(JSON.parse(stdout).script).toBe(link);
  },
);

test.skipIf(isWindows).each(versions)("Node %s: signals reach the command, and its end is ours", async (version) => {
  const run = await start(["wait"], { version, onOutput: (kill) => kill("SIGTERM") });
  expect([run.code, run.signal]).toEqual([130, null]);
  const killed = await start(["die"], { version });
  expect([killed.code, killed.signal]).toEqual([null, "SIGKILL"]);
});

test("an install that fails ends it with npm's reason", async () => {
  writeFileSync(join(root, "npm-cli.js"), 'console.error("npm error code ENOSPC"); process.exit(1);');
  const run = await start(["list"], { version: older });
  expect([run.code, run.stdout]).toEqual([1, ""]);
  expect(run.stderr).toContain("the disk is full");
});

test("as a package below node_modules it says what to do instead", async () => {
  const packed = join(folder, "lib/node_modules/flight-deck");
  cpSync(root, packed, { recursive: true });
  const run = await start(["list"], { version: suitable, script: join(packed, "scripts/flightdeck.mjs") });
  expect([run.code, run.stdout]).toEqual([2, ""]);
  expect(run.stderr).toContain("runs from a clone only");
  expect(existsSync(join(packed, "node_modules"))).toBe(false);
});

test("package.json names it, and npm's shims can start it", () => {
  const project = join(import.meta.dirname, "..");
  const { bin } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  expect(bin).toEqual({ flightdeck: "scripts/flightdeck.mjs" });
  const shebang = readFileSync(join(project, "scripts/flightdeck.mjs"), "utf8").split("\n")[0];
  // What npm's cmd-shim reads: a program that it finds on PATH, without options of env.
  expect(shebang).toBe("#!/usr/bin/env node");
});

type Start = {
  /** The Node that the command is started with, or believes that it is. */
  version: string;
  input?: string;
  script?: string;
  onOutput?: (kill: (signal: NodeJS.Signals) => void) => void;
};

async function start(words: string[], { version, input, script, onOutput }: Start) {
  const pretend = `data:text/javascript,Object.defineProperty(process.versions,"node",{value:"${version}"})`.replaceAll(
    '"',
    "%22",
  );
  const child = spawn(process.execPath, [script ?? join(root, "scripts/flightdeck.mjs"), ...words], {
    cwd: folder,
    env: {
      ...process.env,
      npm_execpath: join(root, "npm-cli.js"),
      npm_node_execpath: process.execPath,
      FLIGHTDECK_KEY: "the-key",
      NODE_OPTIONS: `--import=${pretend}`,
    },
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (text) => {
    said.stdout += text;
    onOutput?.((signal) => void child.kill(signal));
  });
  child.stderr.on("data", (text) => (said.stderr += text));
  if (input !== undefined) child.stdin.end(input);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((done) =>
    child.once("close", (...end) => done(end)),
  );
  return { ...said, code, signal };
}
