import { execFileSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { PlaceFacts } from "./find-unsafe-place.ts";

/** What this system says about its disks. */
export function readPlaceFacts(): PlaceFacts {
  return { platform: process.platform, env: process.env, home: realPathOf(homedir()), mounts: readMounts() };
}

/** Where a path leads, also one that does not exist yet. On Windows a mapped network drive leads to its share. */
export function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPathOf(parent), basename(path));
  }
}

const patienceMs = 5_000;

/** Empty where the system does not say it: then only a trial shows what a disk can do. */
function readMounts(): string {
  try {
    if (process.platform === "linux") return readFileSync("/proc/self/mountinfo", "utf8");
    if (process.platform === "darwin") return execFileSync("/sbin/mount", { encoding: "utf8", timeout: patienceMs });
  } catch {
    // Without it, nothing is known by name.
  }
  return "";
}
