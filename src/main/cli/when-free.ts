import { setTimeout as sleep } from "node:timers/promises";
import { Option } from "commander";
import { FlightDeckError } from "../../shared/errors.ts";
import type { Cli } from "./cli-context.ts";
import { oneLine } from "./text/plain.ts";

const tryEveryMs = 1_000;

export type WaitFlag = { wait?: boolean };

export function waitOption(): Option {
  return new Option("--wait", "if another run is in progress on the gateway, wait for its end instead of failing");
}

/**
 * Starts a run; with `--wait`, once no other one is in progress on its gateway, here or in another installation. Says on stderr
 * what it waits for.
 * @throws as `run`; an AbortError when it is cancelled while it waits
 */
export async function whenFree<Result>(
  { streams, signal }: Pick<Cli, "streams" | "signal">,
  { wait = false }: WaitFlag,
  run: () => Promise<Result>,
): Promise<Result> {
  let told = "";
  while (true) {
    try {
      return await run();
    } catch (error) {
      if (!wait || !(error instanceof FlightDeckError) || error.code !== "run-in-progress") throw error;
      if (told !== error.message) streams.stderr.write(`${oneLine(error.message)} Waiting for its end ...\n`);
      told = error.message;
      await sleep(tryEveryMs, undefined, { signal });
    }
  }
}
