import type { Command } from "commander";
import { FlightDeckError } from "../../shared/errors.ts";
import { type SyncOptions, syncOptionsSchema } from "../../shared/sync.ts";
import { findBoard } from "../database/boards.ts";
import { findGateway } from "../database/gateways.ts";
import type { Database } from "../database/open-database.ts";
import { type RunFlags, runOptions } from "./run-options.ts";

/** What a sync is asked to do, whether carried out or only planned. */
export type SyncFlags = RunFlags & {
  gateway: string;
  board?: string;
  includeMain: boolean;
  leadOnly?: boolean;
  outOfSync?: boolean;
  file?: string[];
  resetSessions?: boolean;
  rotateTokens?: boolean;
  rekeyAll?: boolean;
  forceBootstrap?: boolean;
  overwrite?: boolean;
  moveWorkspaces?: boolean;
  adopt?: boolean;
  adoptDefault?: boolean;
  verify?: boolean;
};

export function addSyncFlags(command: Command): Command {
  command
    .requiredOption("--gateway <gateway>", "gateway, by name or id")
    .option("--board <board>", "only the agents of this board, by name or id")
    .option("--no-include-main", "leave the gateway's main agent out")
    .option("--lead-only", "only board leads (and the main agent)")
    .option("--out-of-sync", "only agents that were not synced when last checked")
    .option("--file <names...>", "only these files of each agent, such as SOUL.md, and nothing else")
    .option("--reset-sessions", "reset each agent's session after its files")
    .option(
      "--rotate-tokens",
      "repair tokens: a new one for agents whose token is missing from their files or does not match",
    )
    .option("--rekey-all", "give every agent a new token, even if its token is valid")
    .option("--force-bootstrap", "write BOOTSTRAP again")
    .option("--overwrite", "replace what agents or people wrote, including USER and MEMORY")
    .option("--move-workspaces", "move agents to their new workspace, even if files stay behind in the old one")
    .option(
      "--adopt",
      "take over agents on the gateway that Flight Deck did not make, where they are; not the default agent",
    )
    .option("--adopt-default", "take over the gateway's default agent, if a record names it")
    .option("--verify", "fetch every file, even if its size and time are unchanged");
  for (const option of runOptions()) command.addOption(option);
  return command;
}

/** @throws FlightDeckError not-found, board-not-on-gateway, bad-input */
export function readSyncFlags(
  database: Database,
  flags: SyncFlags,
  dryRun: boolean,
): { options: SyncOptions; gatewayName: string } {
  const gateway = findGateway(database, flags.gateway);
  const boardId = flags.board === undefined ? null : findGatewaysBoard(database, flags.board, gateway.id);
  const { outOfSync: outOfSyncOnly = false, file: fileNames = null, ...rest } = flags;
  const options = syncOptionsSchema.parse({
    ...rest,
    outOfSyncOnly,
    fileNames,
    gatewayId: gateway.id,
    boardId,
    dryRun,
  });
  return { options, gatewayName: gateway.name };
}

/**
 * Boards of several gateways may share a name: those of this gateway come first. The engine reports a board of another
 * gateway.
 */
function findGatewaysBoard(database: Database, wanted: string, gatewayId: string): string {
  try {
    return findBoard(database, wanted, gatewayId).id;
  } catch (error) {
    if (error instanceof FlightDeckError && error.code === "not-found") return findBoard(database, wanted).id;
    throw error;
  }
}
