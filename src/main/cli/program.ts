import { Command, Option } from "commander";
import { commandName } from "../../shared/command-name.ts";
import { ownVersion } from "../templates/own-version.ts";
import { type Cli, defaultDataDir, examples } from "./cli-context.ts";
import { addAdoptCommand } from "./commands/adopt-command.ts";
import { addApplyCommand } from "./commands/apply-command.ts";
import { addAttentionCommand } from "./commands/attention-command.ts";
import { addBackupCommand } from "./commands/backup-command.ts";
import { addBinCommand } from "./commands/bin-command.ts";
import { addBrowserCommand } from "./commands/browser-command.ts";
import { addCompletionCommand } from "./commands/completion-command.ts";
import { addConflictCommands } from "./commands/conflict-commands.ts";
import { addDiagnosticsCommand } from "./commands/diagnostics-command.ts";
import { addDuplicateCommands } from "./commands/duplicate-commands.ts";
import { addExportCommand } from "./commands/export-command.ts";
import { addFileCommand } from "./commands/file-command.ts";
import { addGatewayCommand } from "./commands/gateway-command.ts";
import { addHelpCommand } from "./commands/help-command.ts";
import { addImportCommand } from "./commands/import-command.ts";
import { addKeyCommand } from "./commands/key-command.ts";
import { addLabelCommands } from "./commands/label-commands.ts";
import { addLeadCommand } from "./commands/lead-command.ts";
import { addListCommand } from "./commands/list-command.ts";
import { addMirrorCommand } from "./commands/mirror-command.ts";
import { addMoveAndDeleteCommands } from "./commands/move-and-delete-commands.ts";
import { addNetworkCommand } from "./commands/network-command.ts";
import { addNotifyCommand } from "./commands/notify-command.ts";
import { addPauseCommands } from "./commands/pause-commands.ts";
import { addPeopleCommands } from "./commands/people-command.ts";
import { addPlanCommand } from "./commands/plan-command.ts";
import { addPresetCommand } from "./commands/preset-command.ts";
import { addRunsCommand } from "./commands/runs-command.ts";
import { addSyncCommand, exitCodeHelp } from "./commands/sync-command.ts";
import { addTemplatesCommand } from "./commands/templates-command.ts";
import { addTokenCommand } from "./commands/token-command.ts";
import { addVariablesCommand } from "./commands/variables-command.ts";
import { addWakeCommands } from "./commands/wake-command.ts";

/** The commands and their help. Errors of usage are thrown as CommanderError instead of ending the process. */
export function createProgram(cli: Cli): Command {
  const { stdout } = cli.streams;
  const program = new Command(commandName())
    .description("Flight Deck on the command line: provision fleets of OpenClaw agents.")
    .addOption(
      new Option("--data-dir <dir>", "folder of database, keys and locks")
        .env("FLIGHTDECK_DATA_DIR")
        .default(undefined, defaultDataDir()),
    )
    .version(ownVersion(), "--version", "print the version of Flight Deck")
    .option("--json", "print one JSON object on stdout and nothing else; progress stays on stderr")
    .exitOverride()
    .configureOutput({ writeOut: (text) => void stdout.write(text), writeErr: () => undefined })
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      "after",
      `${examples([
        ["import fleet.json", "1. Tell Flight Deck about your gateway, boards and agents"],
        ['gateway check "My gateway"', "2. Check the connection to the gateway"],
        ['sync --gateway "My gateway"', "3. Provision its agents"],
      ])}\n\n${exitCodeHelp}`,
    );
  addImportCommand(program, cli);
  addExportCommand(program, cli);
  addDiagnosticsCommand(program, cli);
  addListCommand(program, cli);
  addAttentionCommand(program, cli);
  addGatewayCommand(program, cli);
  addAdoptCommand(program, cli);
  addSyncCommand(program, cli);
  addPlanCommand(program, cli);
  addApplyCommand(program, cli);
  addLeadCommand(program, cli);
  addPauseCommands(program, cli);
  addWakeCommands(program, cli);
  addLabelCommands(program, cli);
  addMoveAndDeleteCommands(program, cli);
  addTokenCommand(program, cli);
  addMirrorCommand(program, cli);
  addRunsCommand(program, cli);
  addFileCommand(program, cli);
  addConflictCommands(program, cli);
  addPeopleCommands(program, cli);
  addTemplatesCommand(program, cli);
  addBackupCommand(program, cli);
  addBrowserCommand(program, cli);
  addKeyCommand(program, cli);
  addVariablesCommand(program, cli);
  addDuplicateCommands(program, cli);
  addBinCommand(program, cli);
  addNotifyCommand(program, cli);
  addPresetCommand(program, cli);
  addNetworkCommand(program, cli);
  addHelpCommand(program, cli);
  addCompletionCommand(program, cli);
  return program;
}
