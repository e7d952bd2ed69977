import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Bench } from "./open-version.ts";

const cliPath = join(import.meta.dirname, "../../../src/main/cli.ts");

/** Runs `gateway check --json` in its own process. */
export async function runCheckCommand({ station }: Bench): Promise<{ exitCode: number; answer: unknown }> {
  const words = ["--data-dir", station.dataDir, "--json", "gateway", "check", station.gatewayId];
  const run = promisify(execFile)(process.execPath, [cliPath, ...words]);
  const { stdout, exitCode } = await run.then(
    (done) => ({ stdout: done.stdout, exitCode: 0 }),
    (error: { stdout: string; code: number }) => ({ stdout: error.stdout, exitCode: error.code }),
  );
  return { exitCode, answer: JSON.parse(stdout) };
}
