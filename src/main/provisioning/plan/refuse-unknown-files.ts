import { FlightDeckError } from "../../../shared/errors.ts";
import type { SyncOptions } from "../../../shared/sync.ts";
import { allFileNames } from "../../templates/file-sets.ts";

/**
 * A name that no file has would match nothing, and the sync would end well without having done what was asked.
 *
 * @throws FlightDeckError bad-input, with the names there are
 */
export function refuseUnknownFiles({ fileNames }: Pick<SyncOptions, "fileNames">): void {
  const known = allFileNames();
  const unknown = (fileNames ?? []).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new FlightDeckError(
    "bad-input",
    `No agent has a file of this name: ${unknown.map((name) => `"${name}"`).join(", ")}.`,
    `Choose from ${known.join(", ")}, spelled just so. On OpenClaw 2026.8.1 and newer, HEARTBEAT stands for the heartbeat automation's text, and AGENTS.md holds what TOOLS.md held before.`,
  );
}
