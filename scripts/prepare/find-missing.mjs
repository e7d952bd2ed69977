import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runsOnThisNode } from "./node-versions.mjs";

/**
 * Compares package-lock.json with npm's own record of installed packages (`node_modules/.package-lock.json`, which npm
 * writes last, so that an interrupted install has none). There is no stamp file of our own, so an `npm install` by hand
 * counts as well.
 *
 * @param {string} root the project's folder
 * @returns {{ reason: string, packages: string[], nodeOnly: boolean } | undefined} undefined when nothing is missing;
 *   `packages` are the folders of package-lock.json that must exist afterwards
 */
export function findMissing(root) {
  const wanted = readPackages(join(root, "package-lock.json"));
  if (!wanted) throw new Error("package-lock.json is missing: restore it with `git checkout package-lock.json`.");
  const packages = Object.keys(wanted).filter((path) => isRequired(path, wanted[path]));
  const installed = readPackages(join(root, "node_modules/.package-lock.json"));
  if (!installed) {
    const begun = existsSync(join(root, "node_modules"));
    const reason = begun ? "an earlier install was interrupted" : "this is the first run here";
    return { reason, packages, nodeOnly: false };
  }

  const changed = packages.filter((path) => installed[path]?.version !== wanted[path].version);
  if (changed.length > 0) return { reason: describe(changed, wanted, installed), packages, nodeOnly: false };
  if (runsOnThisNode() || hasOwnNode(root)) return undefined;
  return { reason: `Node ${wanted["node_modules/node"].version} is missing`, packages, nodeOnly: true };
}

/** Whether Node's binary is in node_modules. */
export function hasOwnNode(root) {
  const name = process.platform === "win32" ? "node.exe" : "node";
  return existsSync(join(root, "node_modules/node/bin", name));
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw new Error(`${path} cannot be read (${error.message}). Delete node_modules and run the command again.`);
  }
}

// npm leaves out optional packages for other platforms, so they may be absent.
function isRequired(path, entry) {
  return path.startsWith("node_modules/") && !entry.optional && !entry.devOptional && !entry.link;
}

function describe(changed, wanted, installed) {
  const named = changed.slice(0, 3).map((path) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const before = installed[path]?.version;
    return before ? `${name} ${before} -> ${wanted[path].version}` : `${name} ${wanted[path].version} is new`;
  });
  const more = changed.length > named.length ? ` and ${changed.length - named.length} more` : "";
  return `package-lock.json has changed: ${named.join(", ")}${more}`;
}
