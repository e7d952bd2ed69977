import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Whether each token matches its hash, by Python's hashlib. */
export function verifyHashes(pairs: [token: string | null, hash: string | null][]): boolean[] {
  const script = join(import.meta.dirname, "verify-hashes.py");
  return JSON.parse(execFileSync("python3", [script], { input: JSON.stringify(pairs), encoding: "utf8" })) as boolean[];
}
