import { type Command, Option } from "commander";
import { FlightDeckError } from "../../shared/errors.ts";
import { type SyncOptions, syncFlags, syncOptionsSchema } from "../../shared/sync-options.ts";
import { findBoard } from "../database/boards.ts";
import { findGateway } from "../database/gateways.ts";
import type { Database } from "../database/open-database.ts";
import { findPerson } from "./commands/people-command.ts";
import { type RunFlags, runOptions } from "./run-options.ts";

/** What a sync is asked to do, whether carried out or only planned: the flags of the catalogue by commander's names. */
export type SyncFlags = RunFlags & { gateway: string; board?: string; user?: string; dryRun?: boolean };

const options = syncFlags.map(({ name, flag, flagHelp }) => {
  const option = new Option(flag, flagHelp);
  return { name, option: name === "gatewayId" ? option.makeOptionMandatory() : option };
});

/** Adds the options of the catalogue, and what all runs take. */
export function addSyncFlags(command: Command, { without = [] }: { without?: (keyof SyncOptions)[] } = {}): Command {
  for (const { name, option } of options) if (!without.includes(name)) command.addOption(option);
  // The default, which a script may want to name.
  command.addOption(new Option("--require-push").hideHelp());
  for (const option of runOptions()) command.addOption(option);
  return command;
}

/** @throws FlightDeckError not-found, board-not-on-gateway, bad-input */
export function readSyncFlags(
  database: Database,
  flags: SyncFlags,
  change: Partial<SyncOptions> = {},
): { options: SyncOptions; gatewayName: string } {
  const gateway = findGateway(database, flags.gateway);
  const boardId = flags.board === undefined ? null : findGatewaysBoard(database, flags.board, gateway.id);
  const userId = flags.user === undefined ? null : findPerson(database, flags.user).id;
  const given: Record<string, unknown> = flags;
  const values = Object.fromEntries(options.map(({ name, option }) => [name, given[option.attributeName()]]));
  return {
    options: syncOptionsSchema.parse({ ...values, gatewayId: gateway.id, boardId, userId, ...change }),
    gatewayName: gateway.name,
  };
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
