import { FlightDeckError } from "../../shared/errors.ts";
import type { SyncOptions } from "../../shared/sync-options.ts";
import type { Cli } from "./cli-context.ts";
import { isConfirmed } from "./confirm.ts";
import { oneLine } from "./text/plain.ts";

/** Runs a sync. If it would use other templates than the last one, asks first where an operator can answer. */
export async function confirmTemplates<Result>(
  cli: Cli,
  options: SyncOptions,
  run: (options: SyncOptions) => Promise<Result>,
): Promise<Result> {
  try {
    return await run(options);
  } catch (error) {
    if (!(error instanceof FlightDeckError) || error.code !== "other-templates") throw error;
    if (!(await isConfirmed(cli, `${oneLine(error.message)}\nSync with these?`))) throw error;
    return run({ ...options, acceptTemplates: true });
  }
}
