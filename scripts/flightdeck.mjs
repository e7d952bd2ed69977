#!/usr/bin/env node
// The command `flightdeck`: `npx flightdeck` in a clone, and `flightdeck` after `npm link`. As the npm scripts do, it first installs
// what is missing, and runs on any Node from 20 on, so it is plain JavaScript. npm's link to it (on Windows a .cmd file) starts it with
// the Node on PATH.
import { spawn } from "node:child_process";
import { join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";

// Node gives the file itself, also where it was started by a link.
const self = fileURLToPath(import.meta.url);
const root = resolve(self, "../..");
const endSignals = ["SIGINT", "SIGTERM", "SIGHUP"];

if (root.split(sep).includes("node_modules")) {
  // Node runs no TypeScript below node_modules, and a packed copy has no lock file.
  process.stderr.write(
    "flight-deck: the command line runs from a clone only. Clone the repository and run `npm link` in it, or install the app, which has the command as well.\n",
  );
  process.exit(2);
}
const { findMissing } = await import("./prepare/find-missing.mjs");
const { runsOnThisNode } = await import("./prepare/node-versions.mjs");

if (isUnprepared()) await runOrEnd(process.execPath, [join(root, "scripts/prepare.mjs")]);
if (runsOnThisNode()) {
  // As `npm run cli` sets it: a small heap for young objects takes less memory.
  setFlagsFromString("--max-semi-space-size=4");
  await import("../src/main/cli.ts");
} else {
  const node = join(root, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");
  // The script by the name that it was started with: printed commands say how they are called here.
  await runOrEnd(node, process.argv.slice(1));
  process.exit(0);
}

/** What is wrong is told by what prepares. */
function isUnprepared() {
  try {
    return findMissing(root) !== undefined;
  } catch {
    return true;
  }
}

/**
 * Runs a program in our place, at our terminal. Unless it succeeds, we end as it did.
 * @param {string} file
 * @param {string[]} words
 */
async function runOrEnd(file, words) {
  const child = spawn(file, words, { stdio: "inherit" });
  // Windows tells both of Ctrl-C, and passing it on would end the child at once.
  const pass = (signal) => process.platform !== "win32" && child.kill(signal);
  for (const signal of endSignals) process.on(signal, pass);
  const [code, signal] = await new Promise((done) => {
    child.once("error", (error) => {
      process.stderr.write(`flight-deck: ${file} does not start: ${error.message}\n`);
      done([1, null]);
    });
    child.once("close", (...end) => done(end));
  });
  for (const signal of endSignals) process.off(signal, pass);
  if (signal !== null) process.kill(process.pid, signal);
  if (code !== 0) process.exit(code ?? 1);
}
