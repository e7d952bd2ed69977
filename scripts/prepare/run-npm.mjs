import { spawn } from "node:child_process";
import { basename } from "node:path";

const quiet = ["--no-audit", "--no-fund", "--no-progress", "--no-update-notifier", "--loglevel=error"];
const endSignals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"];
const keptLines = 100;

/**
 * Runs the npm that runs this script (or the one on PATH) and keeps the start of its output, which contains the cause of a
 * failure.
 *
 * @param {string} root the project's folder
 * @param {string[]} args
 * @returns {Promise<{ exitCode: number, signal?: string, output: string }>} `signal` is set when the operator ended it
 */
export function runNpm(root, args) {
  const { file, before, shell } = npmCommand();
  return new Promise((resolve) => {
    const child = spawn(file, [...before, ...args, ...quiet], { cwd: root, shell, stdio: ["ignore", "pipe", "pipe"] });
    const lines = [];
    const keep = (chunk) => {
      lines.push(...String(chunk).split("\n").filter(Boolean));
      lines.length = Math.min(lines.length, keptLines);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);

    // Wait until npm has ended, so that no second install into the same folder starts meanwhile.
    let signal;
    const pass = (name) => {
      signal = name;
      // Ctrl-Break cannot be passed on.
      child.kill(name === "SIGBREAK" ? "SIGTERM" : name);
    };
    for (const name of endSignals) process.on(name, pass);
    const done = (exitCode) => {
      for (const name of endSignals) process.off(name, pass);
      resolve({ exitCode, signal, output: lines.join("\n") });
    };
    child.on("error", (error) => {
      keep(error.message);
      done(1);
    });
    child.on("close", (code) => done(code ?? 1));
  });
}

function npmCommand() {
  const script = process.env.npm_execpath;
  // Use npm's own Node: ours may be the one in node_modules, which npm may replace.
  const node = process.env.npm_node_execpath ?? process.execPath;
  if (script && basename(script) === "npm-cli.js") return { file: node, before: [script], shell: false };
  return { file: "npm", before: [], shell: process.platform === "win32" };
}
