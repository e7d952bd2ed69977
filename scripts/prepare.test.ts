import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

// Each test runs the real script in its own project folder, with a fake npm that records its calls and creates the same files.
const fakeNpm = `
const fs = require("node:fs");
fs.appendFileSync("npm-calls.txt", process.argv.slice(2, 4).join(" ") + "\\n");
if (process.env.FAKE_NPM_ERROR) { console.error(process.env.FAKE_NPM_ERROR); process.exit(1); }
setTimeout(() => {
  if (process.argv[2] === "install") {
    for (const name of ["node", "left-pad", ".bin"]) fs.mkdirSync("node_modules/" + name + "/bin", { recursive: true });
    for (const name of ["node", "node.cmd", "node-gyp"]) fs.writeFileSync("node_modules/.bin/" + name, "");
    const { packages } = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
    delete packages[""]; delete packages["node_modules/other-platform"];
    fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages }));
  } else {
    for (const name of ["node", "node.exe"]) fs.writeFileSync("node_modules/node/bin/" + name, "");
  }
}, 300);
`;

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "flight-deck-prepare-"));
  cpSync(join(import.meta.dirname, "prepare.mjs"), join(root, "scripts/prepare.mjs"));
  cpSync(join(import.meta.dirname, "prepare"), join(root, "scripts/prepare"), { recursive: true });
  writeFileSync(join(root, "npm-cli.js"), fakeNpm);
  writeLock("1.0.0");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test("a fresh clone gets everything, and the next run does nothing and prints nothing", async () => {
  const first = await prepare();
  expect(first).toMatchObject({ exitCode: 0, stdout: "" });
  expect(first.stderr).toContain("this is the first run here; installing 2 packages and Node 24");
  expect(npmCalls()).toEqual(["install --no-save", "rebuild node"]);

  expect(await prepare()).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  expect(npmCalls()).toHaveLength(2);
});

test("an interrupted install is continued", async () => {
  mkdirSync(join(root, "node_modules/left-pad"), { recursive: true });
  expect((await prepare()).stderr).toContain("an earlier install was interrupted");
});

test("a changed lock file is installed, and the reason names the package", async () => {
  await prepare();
  writeLock("1.1.0");
  expect((await prepare()).stderr).toContain("package-lock.json has changed: left-pad 1.0.0 -> 1.1.0");
  expect(await prepare()).toEqual({ exitCode: 0, stdout: "", stderr: "" });
});

test("only Node is installed when only Node is missing", async () => {
  await prepare();
  rmSync(join(root, "node_modules/node/bin"), { recursive: true });
  mkdirSync(join(root, "node_modules/node/bin"));
  expect((await prepare()).stderr).toContain("Node 24.21.0 is missing");
  expect(npmCalls()).toEqual(["install --no-save", "rebuild node", "rebuild node"]);
});

test.each(["24.16.0", "24.30.1", "26.1.0", "28.0.0"])(
  "Node %s is used as it is, and no other one installed",
  async (node) => {
    expect((await prepare({}, node)).stderr).toContain("installing 2 packages into node_modules");
    expect(npmCalls()).toEqual(["install --no-save"]);
    expect(readdirSync(join(root, "node_modules/.bin"))).toEqual(["bin", "node-gyp"]);
    expect(await prepare({}, node)).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  },
);

test.each(["20.19.0", "24.15.9", "25.4.0", "26.0.3"])("with Node %s, Node 24 is installed", async (node) => {
  await prepare({}, node);
  expect(npmCalls()).toEqual(["install --no-save", "rebuild node"]);
});

test("where the registry has no Node for the system, the message says which one to install", async () => {
  await prepare();
  rmSync(join(root, "node_modules/node/bin"), { recursive: true });
  const { exitCode, stderr } = await prepare({ FAKE_NPM_ERROR: "npm error notarget No matching version found" });
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`Node for ${process.platform}-${process.arch} could not be installed`);
  expect(stderr).toContain("install Node 24.16 or a later 24 on this machine");
});

test.each([
  ["npm error code ENOTFOUND", "npm could not reach its registry"],
  ["npm error code ENOSPC", "the disk is full"],
  ["npm error something else", "the reason is in npm's output"],
])("npm's failure %j is explained", async (output, explanation) => {
  const { exitCode, stdout, stderr } = await prepare({ FAKE_NPM_ERROR: output });
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  expect(stderr).toContain(explanation);
  expect(stderr).toContain(output);
});

test("two commands at once install once", async () => {
  const results = await Promise.all([prepare(), prepare(), prepare()]);
  expect(results.map((result) => result.exitCode)).toEqual([0, 0, 0]);
  expect(npmCalls()).toEqual(["install --no-save", "rebuild node"]);
});

test("the lock of a dead process is taken over", async () => {
  const gone = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => gone.on("close", resolve));
  mkdirSync(join(root, ".cache"));
  writeFileSync(join(root, ".cache/install.lock"), String(gone.pid));
  expect(await prepare()).toMatchObject({ exitCode: 0 });
});

function writeLock(leftPadVersion: string): void {
  const packages = {
    "": { name: "project" },
    "node_modules/node": { version: "24.21.0", dev: true },
    "node_modules/left-pad": { version: leftPadVersion },
    "node_modules/other-platform": { version: "1.0.0", optional: true },
  };
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages }));
}

function npmCalls(): string[] {
  return readFileSync(join(root, "npm-calls.txt"), "utf8").trim().split("\n");
}

/** Runs the script as Node `version` would. */
async function prepare(env: Record<string, string> = {}, version = "20.19.0") {
  const pretend = `data:text/javascript,Object.defineProperty(process.versions,"node",{value:"${version}"})`;
  const npm = { npm_execpath: join(root, "npm-cli.js"), npm_node_execpath: process.execPath };
  const child = spawn(process.execPath, ["--import", pretend, "scripts/prepare.mjs"], {
    cwd: root,
    env: { ...process.env, ...npm, ...env },
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const exitCode = await new Promise((resolve) => child.on("close", resolve));
  return { exitCode, stdout: stdout.join(""), stderr: stderr.join("") };
}

function collect(stream: ChildProcess["stdout"]): string[] {
  const chunks: string[] = [];
  stream?.on("data", (chunk) => chunks.push(String(chunk)));
  return chunks;
}
