import type { Cli } from "./cli.ts";
import { type ExitCode, exitCodeOfError } from "./exit-codes.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { createOutput, toFlightDeckError } from "./output.ts";

export type Host = Pick<Cli, "env" | "streams" | "signal">;

/** Runs the work of this process with its streams and Ctrl-C, and ends the process with the exit code. */
export async function runHost(work: (host: Host) => Promise<ExitCode>): Promise<never> {
  const { stdout, stderr, env } = process;
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    // The reader has closed the pipe, as in `... | head`.
    if (error.code === "EPIPE") process.exit();
  });
  // The reader of the progress may leave, as in `2>&1 | head`; the work continues.
  stderr.on("error", () => {});
  const streams = { stdout, stderr };
  const exitCode = await work({ env, streams, signal: listenForInterrupt() }).catch(async (error: unknown) => {
    const told = toFlightDeckError(error);
    await createOutput(false, streams).error(told);
    return exitCodeOfError(told.code);
  });
  // Leftovers (a template worker, a closing socket) must not keep the process alive.
  process.exit(exitCode);
}
