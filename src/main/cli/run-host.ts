import type { Cli } from "./cli.ts";
import { type ExitCode, exitCodeOfError } from "./exit-codes.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { createOutput, toFlightDeckError } from "./output.ts";

export type Host = Pick<Cli, "env" | "streams" | "signal">;

/** Runs the work of this process with its streams and Ctrl-C, and ends the process with the exit code. */
export async function runHost(work: (host: Host) => Promise<ExitCode>): Promise<never> {
  const { stdout, stderr, env } = process;
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    // The reader has seen enough, as in `... | head`.
    if (error.code === "EPIPE") process.exit();
  });
  // Whoever read the progress may go, as in `2>&1 | head`; the work does not depend on it.
  stderr.on("error", () => {});
  const streams = { stdout, stderr };
  const exitCode = await work({ env, streams, signal: listenForInterrupt() }).catch(async (error: unknown) => {
    const told = toFlightDeckError(error);
    await createOutput(false, streams).error(told);
    return exitCodeOfError(told.code);
  });
  // What lingers (a template worker, a socket on its way out) must not hold the shell.
  process.exit(exitCode);
}
