import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { syncTemplates } from "../../provisioning/sync-gateway.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { confirmTemplates } from "../confirm-templates.ts";
import { exitCodeOfRun } from "../exit-codes.ts";
import { withApp } from "../open-host.ts";
import { planLines } from "../plan-result.ts";
import { runLines, startedBy, withProgress } from "../run-result.ts";
import { addSyncFlags, readSyncFlags, type SyncFlags } from "../sync-flags.ts";
import { type WaitFlag, waitOption, whenFree } from "../when-free.ts";

type Flags = SyncFlags & WaitFlag & { diff?: boolean };

export function addSyncCommand(program: Command, cli: Cli): void {
  const sync = program
    .command("sync")
    .description("bring a gateway's agents in line with records and templates; writes only what differs");
  addSyncFlags(sync)
    .addOption(waitOption())
    .option("--diff", "with --dry-run: show the diff of every file; the same change of several agents once")
    .addHelpText(
      "after",
      `${examples([
        ['sync --gateway "My gateway" --dry-run --diff', "What would a sync do, line by line?"],
        ['sync --gateway "My gateway"', "Sync; new agents get their tokens and all their files"],
        ['sync --gateway "My gateway" --rotate-tokens', "Repair tokens: new ones for agents that lost theirs"],
        ['sync --gateway "My gateway" --board Support --no-include-main', "One board"],
        ['sync --gateway "My gateway" --json > report.json', "For scripts: one JSON object, progress on stderr"],
      ])}\n\n${exitCodeHelp}`,
    )
    .action(action(cli, (flags: Flags, command: Command) => runSyncCommand(cli, command, flags)));
}

export const exitCodeHelp =
  "Exit codes: 0 done (warnings allowed), 1 finished with errors, 2 bad usage or input,\n" +
  "3 gateway unreachable or refused us, 4 the database or a backup cannot be read or written,\n" +
  "10 a dry run found changes or something needs attention, 130 cancelled (Ctrl-C; twice: at once).";

/** `--diff` on a sync that writes is probably a forgotten `--dry-run`. */
function refuseDiffOfSync({ diff, dryRun }: Flags): void {
  if (!diff || dryRun) return;
  throw new FlightDeckError(
    "bad-input",
    "--diff needs --dry-run: without it, the sync writes the changes.",
    hintsOf("bad-input").diffWithoutDryRun,
  );
}

function runSyncCommand(cli: Cli, command: Command, flags: Flags) {
  refuseDiffOfSync(flags);
  return withApp(cli, command, flags, async (app) => {
    const { database } = app;
    const { options, gatewayName, presetLines } = readSyncFlags(database, flags);
    const result = await whenFree(cli, flags, () =>
      confirmTemplates(cli, options, (confirmed) =>
        withProgress(cli, database, (onEvent) =>
          syncTemplates(app, { options: confirmed, startedBy, signal: cli.signal, onEvent }),
        ),
      ),
    );
    const { plan } = result;
    const { dryRun } = options;
    await cli.output.result(plan ? { ...result.report, plan } : result.report, () => [
      ...presetLines,
      ...(plan ? [...planLines(cli, database, plan, flags.diff ?? false), ""] : []),
      ...runLines(cli, command, database, result, { gatewayName, kind: "template-sync", dryRun }),
    ]);
    return exitCodeOfRun(result);
  });
}
