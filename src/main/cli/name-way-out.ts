import { commandName } from "../../shared/command-name.ts";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { findWayOut } from "../restore/find-way-out.ts";
import { defaultDataDir } from "./cli-context.ts";
import { toFlightDeckError } from "./output.ts";
import { shellWord } from "./shell-word.ts";

/**
 * The error of a host that could not open its data folder, in words for an operator. Where a backup helps, its hint has the command
 * that restores the newest good one, to be copied.
 */
export function nameWayOut(dataDir: string, error: unknown): FlightDeckError {
  const told = toFlightDeckError(error);
  const backup = findWayOut(dataDir, error);
  if (backup === null) return told;
  const folder = dataDir === defaultDataDir() ? [] : ["--data-dir", dataDir];
  const words = [...folder, "backup", "restore", backup.name].map((word) => shellWord(word));
  const command = [commandName(), ...words].join(" ");
  const hint =
    told.code === "database-newer"
      ? hintsOf("database-newer").restoreEarlier(command, backup.madeAt)
      : hintsOf("database-unreadable").restoreNewest(command, backup.madeAt);
  return new FlightDeckError(told.code, told.message, hint, { cause: error });
}
