import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { SyncOptions } from "../../../shared/sync-options.ts";
import { adoptsWhole } from "../report/sync-errors.ts";

/**
 * A new token must reach all its files, so a sync of chosen files neither mints nor adopts.
 * @throws FlightDeckError bad-input
 */
export function refuseHalfAToken({
  fileNames,
  rotateTokens: repairTokens,
  rekeyAll,
  adopt,
  adoptDefault,
  takeOver,
}: SyncOptions): void {
  if (fileNames && (adopt || adoptDefault)) throw adoptsWhole();
  if (!fileNames || !(repairTokens || rekeyAll || takeOver)) return;
  throw new FlightDeckError(
    "bad-input",
    "A sync of chosen files cannot repair or replace tokens: a new token has to reach every file that carries it.",
    hintsOf("bad-input").partRepairs,
  );
}
