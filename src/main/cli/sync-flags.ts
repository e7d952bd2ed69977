import { type Command, Option } from "commander";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Gateway } from "../../shared/records.ts";
import {
  onlyAgents,
  plainSync,
  type SyncChoices,
  type SyncOptions,
  syncFlags,
  syncOptionsSchema,
} from "../../shared/sync-options.ts";
import { changedBy, presetOptions, presetWords } from "../../shared/sync-presets.ts";
import { isKeyOf } from "../../shared/typed-keys.ts";
import { findBoard } from "../database/boards.ts";
import { findGateway } from "../database/gateways.ts";
import type { Database } from "../database/open-database.ts";
import { readPreset } from "../operations/change-presets.ts";
import { chosenAgents } from "./chosen-agents.ts";
import { findPerson } from "./commands/people-command.ts";
import { type RunFlags, runOptions } from "./run-options.ts";
import { oneLine } from "./text/plain.ts";

/** What a sync is asked to do, whether carried out or only planned: the flags of the catalogue by commander's names. */
export type SyncFlags = RunFlags & {
  gateway: string;
  board?: string;
  agent?: string[];
  label?: string;
  user?: string;
  dryRun?: boolean;
  preset?: string;
};

const options = syncFlags.map(({ name, flag, flagHelp }) => {
  const option = new Option(flag, flagHelp);
  return { name, option: name === "gatewayId" ? option.makeOptionMandatory() : option };
});

/** Adds the options of the catalogue, and what all runs take. */
export function addSyncFlags(command: Command, { without = [] }: { without?: (keyof SyncOptions)[] } = {}): Command {
  for (const { name, option } of options) {
    if (!without.includes(name)) command.addOption(option);
    if (name === "boardId") for (const choice of agentOptions()) command.addOption(choice);
  }
  command.option("--preset <name>", "with the options of this preset as well; preset list shows them");
  // The default, which a script may want to name.
  command.addOption(new Option("--require-push").hideHelp());
  for (const option of runOptions()) command.addOption(option);
  return command;
}

/** The options that choose agents; the window ticks them in a list. */
function agentOptions(): Option[] {
  return [
    new Option("--agent <agents...>", "only these agents, by name or id; main agents only if they are among them"),
    new Option("--label <label>", "only the agents with this label, themselves or through their boards"),
  ];
}

/** Adds the flags of the options that a preset can have. */
export function addPresetFlags(command: Command): Command {
  const names: readonly string[] = presetOptions;
  for (const { name, option } of options) if (names.includes(name)) command.addOption(option);
  return command;
}

/** The options that are on or off, as given; the others as by default. */
export function readChoiceFlags(flags: object): SyncChoices {
  const given = new Map<string, unknown>(Object.entries(flags));
  const chosen = options.flatMap(({ name, option }) => {
    const value = given.get(option.attributeName());
    return isKeyOf(plainSync, name) && typeof value === "boolean" ? [[name, value] as const] : [];
  });
  return { ...plainSync, ...Object.fromEntries(chosen) };
}

/** @throws FlightDeckError not-found, board-not-on-gateway, bad-input */
export function readSyncFlags(
  database: Database,
  flags: SyncFlags,
  change: Partial<SyncOptions> = {},
): { options: SyncOptions; gatewayName: string; presetLines: string[] } {
  const gateway = findGateway(database, flags.gateway);
  const boardId = flags.board === undefined ? null : findGatewaysBoard(database, flags.board, gateway.id);
  const userId = flags.user === undefined ? null : findPerson(database, flags.user).id;
  const given: Record<string, unknown> = flags;
  const values = Object.fromEntries(options.map(({ name, option }) => [name, given[option.attributeName()]]));
  const preset = flags.preset === undefined ? null : readPreset(database, flags.preset);
  return {
    options: syncOptionsSchema.parse({
      ...values,
      // Flags and a preset both say what differs from the default, so they add up.
      ...(preset ? changedBy(preset) : {}),
      ...chosenScope(database, gateway, flags),
      gatewayId: gateway.id,
      boardId,
      userId,
      ...change,
    }),
    gatewayName: gateway.name,
    presetLines: preset ? [oneLine(`Preset "${preset.name}": ${presetWords(preset)}`)] : [],
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

/** The scope of the agents on this gateway that were chosen; none if the sync is about all of them. */
function chosenScope(
  database: Database,
  { id: gatewayId, name }: Gateway,
  { agent, label }: SyncFlags,
): Partial<SyncOptions> {
  if (agent === undefined && label === undefined) return {};
  const there = chosenAgents(database, agent ?? [], { ...(label === undefined ? {} : { label }) }).filter(
    (chosen) => chosen.gatewayId === gatewayId,
  );
  if (there.length === 0) {
    throw new FlightDeckError(
      "not-found",
      `None of the chosen agents is on gateway "${name}".`,
      hintsOf("not-found").agentOfGateway,
    );
  }
  const { agentIds, includeMain } = onlyAgents(
    there.map(({ id, boardId }) => ({ agentId: id, isMain: boardId === null })),
  );
  return { agentIds, includeMain };
}
