import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { SyncOptions } from "../../../shared/sync-options.ts";
import { dialects } from "../../gateway/dialects.ts";
import { allFileNames } from "../../templates/file-sets.ts";

/**
 * An unknown file name would match nothing, and the sync would succeed without doing what was asked.
 * @throws FlightDeckError bad-input, with the known names
 */
export function refuseUnknownFiles({ fileNames }: Pick<SyncOptions, "fileNames">): void {
  const known = allFileNames(dialects.toReversed());
  const unknown = (fileNames ?? []).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new FlightDeckError(
    "bad-input",
    `No agent has a file of this name: ${unknown.map((name) => `"${name}"`).join(", ")}.`,
    hintsOf("bad-input").fileName(known.join(", ")),
  );
}
