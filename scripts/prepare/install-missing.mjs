import { existsSync, readdirSync, rmSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { explainNpmFailure } from "./explain-npm-failure.mjs";
import { findMissing, hasOwnNode } from "./find-missing.mjs";
import { runsOnThisNode, suitableNode } from "./node-versions.mjs";
import { runNpm } from "./run-npm.mjs";
import { showProgress } from "./show-progress.mjs";

/**
 * Installs exactly what package-lock.json lists, and Node 24 unless the running Node will do. Install scripts of packages
 * are not run: the only one needed is that of `node`, which `npm rebuild node` runs by name. npm before 11.16 does not support package.json's
 * allowScripts and would compile better-sqlite3, although the package contains a binary.
 *
 * It does not use `npm ci`, which removes all packages first, even while programs are using them.
 *
 * @param {string} root the project's folder
 */
export async function installMissing(root) {
  const missing = findMissing(root);
  if (!missing) return; // the other process has installed everything
  const what = missing.nodeOnly ? "it" : `${missing.packages.length} packages${runsOnThisNode() ? "" : " and Node 24"}`;
  process.stderr.write(`flight-deck: ${missing.reason}; installing ${what} into node_modules ...\n`);

  const startedAt = Date.now();
  const progress = showProgress(() => countPresent(root, missing.packages), missing.packages.length);
  try {
    if (!missing.nodeOnly)
      await npm(root, ["install", "--no-save", "--ignore-scripts", "--include=dev", "--include=optional"]);
    if (runsOnThisNode()) removeEmptyCommands(root);
    else await installNode(root);
  } finally {
    progress.stop();
  }
  const left = findMissing(root);
  if (left) throw new Error(`npm has finished, but ${left.reason}. Delete node_modules and run the command again.`);
  process.stderr.write(`flight-deck: installed in ${Math.round((Date.now() - startedAt) / 1000)} s.\n`);
}

/** The registry may lack the binary of this version for a system, which must not be the end of it. */
async function installNode(root) {
  const system = `${process.platform}-${process.arch}`;
  const instead = `Node for ${system} could not be installed into the project's folder. If that happens again, install ${suitableNode} on this machine: it is then used instead.`;
  try {
    await npm(root, ["rebuild", "node", "--ignore-scripts=false"]);
  } catch (error) {
    throw error.exitCode ? error : new Error(`${error.message}\n${instead}`);
  }
}

/** npm makes the command `node` of a package whose binary was never fetched. It would come before the running Node. */
function removeEmptyCommands(root) {
  const commands = join(root, "node_modules/.bin");
  if (hasOwnNode(root) || !existsSync(commands)) return;
  for (const name of readdirSync(commands)) if (/^node(\.\w+)?$/.test(name)) rmSync(join(commands, name));
}

async function npm(root, args) {
  const { exitCode, signal, output } = await runNpm(root, args);
  if (signal)
    throw Object.assign(new Error("the install was cancelled."), { exitCode: 128 + constants.signals[signal] });
  if (exitCode !== 0) throw new Error(explainNpmFailure(args[0], output));
}

function countPresent(root, packages) {
  return packages.filter((path) => existsSync(join(root, path, "package.json"))).length;
}
