import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { presetOptionsOf, presetWords, type SyncPreset } from "../../../shared/sync-presets.ts";
import type { Database } from "../../database/open-database.ts";
import { readSyncPresets } from "../../database/stored-presets.ts";
import { deletePreset, renamePreset, savePreset } from "../../operations/change-presets.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { addPresetFlags, readChoiceFlags } from "../sync-flags.ts";
import { oneLine } from "../text/plain.ts";
import { textTable } from "../text/text-table.ts";

/** Commands for named sets of sync options. */
export function addPresetCommand(program: Command, cli: Cli): void {
  const preset = program
    .command("preset")
    .description("named sets of sync options, for sync and plan save: list, save, rename, delete")
    .addHelpText(
      "after",
      `${examples([
        ["preset save Nightly --rotate-tokens --verify", "A set of options"],
        ['sync --gateway "My gateway" --preset Nightly', "A sync with them"],
      ])}\n\nOptions that cannot be undone, and consents such as to other templates, are in no preset: give these each time.\nBackups have presets; exports of the fleet do not.`,
    );
  preset
    .command("list")
    .description("list presets with their options")
    .action(
      action(cli, (_flags: object, command: Command) => change(cli, command, { presets: readSyncPresets, told: null })),
    );
  const save = preset.command("save").description("save the options that are given under a name").argument("<name>");
  addPresetFlags(save).action(
    action(cli, (name: string, flags: object, command: Command) => {
      const wanted = { name: requireName(name), options: presetOptionsOf(readChoiceFlags(flags)) };
      const told = `Saved "${wanted.name}": ${presetWords(wanted)}.`;
      return change(cli, command, { presets: (database) => savePreset(database, wanted), told });
    }),
  );
  preset
    .command("rename")
    .description("give a preset another name")
    .argument("<name>")
    .argument("<to>")
    .action(
      action(cli, (name: string, to: string, _flags: object, command: Command) =>
        change(cli, command, {
          presets: (database) => renamePreset(database, name, requireName(to)),
          told: `"${name}" is called "${to.trim()}" now.`,
        }),
      ),
    );
  preset
    .command("delete")
    .description("delete a preset; it does not go into the bin")
    .argument("<name>")
    .action(
      action(cli, (name: string, _flags: object, command: Command) =>
        change(cli, command, { presets: (database) => deletePreset(database, name), told: `Deleted "${name}".` }),
      ),
    );
}

type Change = { presets: (database: Database) => SyncPreset[]; told: string | null };

function change(cli: Cli, command: Command, { presets: work, told }: Change): Promise<ExitCode> {
  return withRecords(cli, command, async (database) => {
    const presets = work(database);
    await cli.output.result({ presets }, () => (told === null ? listLines(cli, presets) : [oneLine(told)]));
    return exitCodes.done;
  });
}

function listLines({ output: { columns, paint } }: Cli, presets: SyncPreset[]): string[] {
  if (presets.length === 0) return ["There is no preset."];
  return textTable({
    columns: [{ title: "Name" }, { title: "Options", cut: "end" }],
    rows: presets.map((preset) => [oneLine(preset.name), presetWords(preset)]),
    width: columns,
    paint,
  });
}

/** @throws FlightDeckError bad-input */
function requireName(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== "" && trimmed.length <= 200) return trimmed;
  throw new FlightDeckError("bad-input", "The name is empty or too long.", hintsOf("bad-input").correct);
}
