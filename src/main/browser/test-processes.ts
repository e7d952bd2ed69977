import { existsSync, readdirSync, readFileSync } from "node:fs";

/** The ids of all processes of this machine; none where there is no /proc. */
export function processIds(): string[] {
  return existsSync("/proc/self") ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
}

/** What this user can read of a file; empty if that is nothing. */
export function readQuietly(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
