import { FlightDeckError } from "../../../shared/errors.ts";
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
    `Choose from ${known.join(", ")}, spelled exactly like this. On OpenClaw 2026.8.1 and newer, HEARTBEAT is the heartbeat automation's text, and AGENTS.md holds what TOOLS.md held before.`,
  );
}
