import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { cacheFolder } from "./cache-folder.ts";
import { isAlive } from "./is-alive.ts";
import { needsSignalStub, writeSignalStub } from "./libsignal-stub.ts";

export type InstallOpenClawOptions = {
  /** Prints a message about a long install; by default to stderr. */
  say?: (line: string) => void;
};

/**
 * Installs one version of OpenClaw from npm into `.cache/openclaw/<version>`, once. It is installed into a temporary folder
 * and moved when npm has finished, so that the final folder is always complete.
 *
 * @param version such as `2026.9.6`
 * @returns the folder that holds its node_modules
 * @throws when npm cannot install that version, with npm's output
 */
export async function installOpenClaw(version: string, options: InstallOpenClawOptions = {}): Promise<string> {
  if (!/^\d{4}\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
    throw new Error(`"${version}" is not an OpenClaw version; one looks like 2026.9.6.`);
  }
  const folder = join(cacheFolder, "openclaw", version);
  if (existsSync(folder)) return folder;

  const say = options.say ?? console.error;
  say(`Installing OpenClaw ${version} from npm into .cache/openclaw/${version} (a minute or two, about 650 MB) ...`);
  removeLeftovers(version);
  const partial = `${folder}.partial-${process.pid}`;
  try {
    writeProject(partial, version);
    await npmInstall(partial, version);
    moveIntoPlace(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

function writeProject(folder: string, version: string): void {
  mkdirSync(folder, { recursive: true });
  const stub = needsSignalStub(version) ? { overrides: { libsignal: "file:./libsignal-stub" } } : {};
  const project = { private: true, dependencies: { openclaw: version }, ...stub };
  writeFileSync(join(folder, "package.json"), JSON.stringify(project));
  if (needsSignalStub(version)) writeSignalStub(join(folder, "libsignal-stub"));
}

// Optional packages are installed, because 2026.3.28 does not start without one of them, and 2026.9.6 does not start on the state
// of an older version without its native one. npm leaves out those that its own Node is too old for, so it runs on ours.
async function npmInstall(folder: string, version: string): Promise<void> {
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
  const npm = spawn("npm", args, {
    cwd: folder,
    env: { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) },
    shell: process.platform === "win32",
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  npm.stdout.on("data", (chunk) => (said += chunk));
  npm.stderr.on("data", (chunk) => (said += chunk));
  const exitCode = await new Promise((resolve, reject) => {
    npm.on("error", reject);
    npm.on("close", resolve);
  });
  if (exitCode !== 0) throw new Error(`npm could not install openclaw@${version}:\n${said.trim().slice(0, 2000)}`);
}

function moveIntoPlace(partial: string, folder: string): void {
  try {
    renameSync(partial, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // otherwise another process was faster, and its install is used
  }
}

function removeLeftovers(version: string): void {
  const parent = join(cacheFolder, "openclaw");
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const [, owner] = name.split(".partial-");
    if (name.startsWith(`${version}.partial-`) && !isAlive(Number(owner))) {
      rmSync(join(parent, name), { recursive: true, force: true });
    }
  }
}
