import type { Command } from "commander";
import { FlightDeckError } from "../../../shared/errors.ts";
import { syncOptionsSchema } from "../../../shared/sync.ts";
import { findBoard } from "../../database/boards.ts";
import { findGateway } from "../../database/gateways.ts";
import type { Database } from "../../database/open-database.ts";
import { syncTemplates } from "../../provisioning/sync-templates.ts";
import { action, type Cli, examples } from "../cli.ts";
import { exitCodeOfRun } from "../exit-codes.ts";
import { withApp } from "../open-host.ts";
import { type RunFlags, runOptions } from "../run-options.ts";
import { runLines, startedBy, withProgress } from "../run-result.ts";

type SyncFlags = RunFlags & {
  gateway: string;
  board?: string;
  includeMain: boolean;
  leadOnly?: boolean;
  resetSessions?: boolean;
  rotateTokens?: boolean;
  rekeyAll?: boolean;
  forceBootstrap?: boolean;
  overwrite?: boolean;
  dryRun?: boolean;
};

export function addSyncCommand(program: Command, cli: Cli): void {
  const sync = program
    .command("sync")
    .description("bring the agents of a gateway to what records and templates say; writes only what differs")
    .requiredOption("--gateway <gateway>", "gateway, by name or id")
    .option("--board <board>", "only the agents of this board, by name or id")
    .option("--no-include-main", "leave the gateway's main agent out")
    .option("--lead-only", "only board leads (and the main agent)")
    .option("--reset-sessions", "reset each agent's session after its files")
    .option("--rotate-tokens", "give a fresh token to agents whose token is missing or does not match")
    .option("--rekey-all", "give every agent a fresh token")
    .option("--force-bootstrap", "write BOOTSTRAP again")
    .option("--overwrite", "replace what agents or people wrote, USER and MEMORY included")
    .option("--dry-run", "show what would be written; write nothing");
  for (const option of runOptions()) sync.addOption(option);
  sync
    .addHelpText(
      "after",
      `${examples([
        ['sync --gateway "My gateway" --dry-run', "What would a sync do?"],
        ['sync --gateway "My gateway" --rotate-tokens', "The first sync: every agent gets a token and its files"],
        ['sync --gateway "My gateway" --board Support --no-include-main', "One board"],
        ['sync --gateway "My gateway" --json > report.json', "For scripts: one JSON object, progress on stderr"],
      ])}\n\n${exitCodeHelp}`,
    )
    .action(action(cli, (flags: SyncFlags, command: Command) => runSyncCommand(cli, command, flags)));
}

export const exitCodeHelp =
  "Exit codes: 0 done (warnings allowed), 1 finished with errors, 2 bad usage or input,\n" +
  "3 gateway unreachable or refused us, 130 cancelled (Ctrl-C; twice: at once).";

function runSyncCommand(cli: Cli, command: Command, flags: SyncFlags) {
  return withApp(cli, command, flags, async (app) => {
    const { database } = app;
    const gateway = findGateway(database, flags.gateway);
    const boardId = flags.board === undefined ? null : findGatewaysBoard(database, flags.board, gateway.id);
    const options = syncOptionsSchema.parse({ ...flags, gatewayId: gateway.id, boardId });
    const result = await withProgress(cli, database, (onEvent) =>
      syncTemplates(app, { options, startedBy, signal: cli.signal, onEvent }),
    );
    const { dryRun } = options;
    await cli.output.result(result.report, () =>
      runLines(cli, command, database, result, { gatewayName: gateway.name, kind: "template-sync", dryRun }),
    );
    return exitCodeOfRun(result);
  });
}

/** Boards of several gateways may share a name: those of this gateway come first. One of another gateway is the engine's error. */
function findGatewaysBoard(database: Database, wanted: string, gatewayId: string): string {
  try {
    return findBoard(database, wanted, gatewayId).id;
  } catch (error) {
    if (error instanceof FlightDeckError && error.code === "not-found") return findBoard(database, wanted).id;
    throw error;
  }
}
