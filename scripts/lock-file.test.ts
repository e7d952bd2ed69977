import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

type LockEntry = { version?: string; resolved?: string; optionalDependencies?: { [name: string]: string } };

const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8")) as {
  packages: { [path: string]: LockEntry };
};

// npm silently drops packages that a registry does not have; then `npm ci` fails, and so does an install on macOS or Windows.
test("the lock file lists the binaries of every platform", () => {
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isListed(path, name))
      .map((name) => `${name}, for ${path}`),
  );
  expect(missing).toEqual([]);
});

test("the lock file names no registry", () => {
  expect(Object.values(packages).filter((entry) => entry.resolved !== undefined)).toEqual([]);
});

/** Resolves like Node: in the package's own node_modules, then one folder up, and so on. */
function isListed(path: string, name: string): boolean {
  if (packages[`${path === "" ? "" : `${path}/`}node_modules/${name}`]) return true;
  if (path === "") return false;
  return isListed(path.slice(0, Math.max(0, path.lastIndexOf("/node_modules/"))), name);
}
