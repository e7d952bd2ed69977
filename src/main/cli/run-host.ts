import { takeEnvironment } from "../vault/take-environment.ts";
import { askAtTerminal } from "./ask-at-terminal.ts";
import type { Cli } from "./cli-context.ts";
import { type ExitCode, exitCodeOfError } from "./exit-codes.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { createOutput, toFlightDeckError } from "./output.ts";

export type Host = Pick<Cli, "env" | "streams" | "signal" | "ask">;

/** Runs the work of this process with its streams and Ctrl-C, and ends the process with the exit code. */
export async function runHost(work: (host: Host) => Promise<ExitCode>): Promise<never> {
  const exitCode = await workAtTerminal(work);
  // Leftovers (a template worker, a closing socket) must not keep the process alive.
  process.exit(exitCode);
}

/** Runs the work of this process with its streams and Ctrl-C. */
export async function workAtTerminal(work: (host: Host) => Promise<ExitCode>): Promise<ExitCode> {
  const { stdout, stderr } = process;
  const env = takeEnvironment();
  // A reader may leave, as in `... | head` or `2>&1 | head`: the work continues, and its exit code is the true one.
  for (const stream of [stdout, stderr]) stream.on("error", () => {});
  const streams = { stdout, stderr };
  return await work({ env, streams, signal: listenForInterrupt(), ask: askAtTerminal(process) }).catch(
    async (error: unknown) => {
      const told = toFlightDeckError(error);
      await createOutput(false, streams).error(told);
      return exitCodeOfError(told.code);
    },
  );
}
