import type { Command } from "commander";
import { runKinds } from "../../shared/run-kinds.ts";
import { emptyBin } from "../database/bin/bin-entries.ts";
import { markInterruptedRuns } from "../database/interrupted-runs.ts";
import type { Database } from "../database/open-database.ts";
import { isPruningDue, pruneHistory } from "../database/prune-history.ts";
import { readRun } from "../database/read-runs.ts";
import { defaultRetryPolicy } from "../gateway/retry-clock.ts";
import { openFolderVault } from "../keys/open-folder-vault.ts";
import type { Network } from "../network/network.ts";
import { type App, openApp } from "../open-app.ts";
import { openFolderDatabase } from "../open-folder-database.ts";
import { readRetention } from "../operations/change-settings.ts";
import { openNetwork, trustAsSet } from "../operations/open-network.ts";
import { tryLockGateway } from "../provisioning/model/run-lock.ts";
import { findKeySource } from "../vault/find-key-source.ts";
import type { Vault } from "../vault/vault.ts";
import { absolutePath, type Cli, commandLine, dataDirOf } from "./cli-context.ts";
import type { RunFlags } from "./run-options.ts";
import { oneLine } from "./text/plain.ts";

/**
 * Opens the application for one command and closes it afterwards.
 * @throws FlightDeckError as `openApp`
 */
export async function withApp<T>(
  cli: Cli,
  command: Command,
  flags: RunFlags,
  work: (app: App) => Promise<T>,
): Promise<T> {
  const app = await openApp({
    dataDir: dataDirOf(cli, command),
    env: cli.env,
    templateFolder: flags.templates === undefined ? undefined : absolutePath(cli, flags.templates),
    baseUrl: flags.baseUrl,
    retryPolicy: { ...defaultRetryPolicy, giveUpAfterMs: flags.giveUpAfter * 1000 },
    warn: warnAt(cli),
  });
  try {
    tellInterrupted(cli, command, app.database, app.interruptedRunIds);
    const result = await work(app);
    if (!cli.signal.aborted) tidyBriefly(app.database);
    return result;
  } finally {
    app.close();
  }
}

/** Where a command says what of the authorities could not be read. */
function warnAt({ streams }: Cli): (line: string) => void {
  return (line) => void streams.stderr.write(`Warning: ${oneLine(line)}\n`);
}

/** Says once, when it is found, that a run was interrupted, and what can be done. */
function tellInterrupted({ streams }: Cli, command: Command, database: Database, runIds: string[]): void {
  for (const id of runIds) {
    const { kind, gatewayName } = readRun(database, id).run;
    const what = `Run ${id.slice(0, 8)} on "${gatewayName}" (${runKinds[kind].title.toLowerCase()}) was interrupted.`;
    const show = commandLine(command, ["runs", "show", id.slice(0, 8)]);
    streams.stderr.write(`${oneLine(`${what} What is known of it, and how to finish it: ${show}`)}\n`);
  }
}

/** As long as a command may take at its end for the history, once a day. */
const pruneMs = 1_000;

/**
 * Where no window is ever open, commands empty the bin in time and prune the history. What they do not get done is left to the
 * next one.
 */
function tidyBriefly(database: Database): void {
  try {
    emptyBin(database, "expired");
    if (!isPruningDue(database, Date.now())) return;
    const startedAtMs = performance.now();
    for (const _ of pruneHistory(database, readRetention(database), Date.now())) {
      if (performance.now() - startedAtMs > pruneMs) return;
    }
  } catch {
    // The command has done its work, and the next one tries again.
  }
}

/**
 * Opens the records alone, for commands that talk to no gateway, and closes them afterwards.
 *
 * @throws FlightDeckError as `openFolderDatabase`
 */
export async function withRecords<T>(
  cli: Cli,
  command: Command,
  work: (database: Database, dataDir: string) => Promise<T>,
): Promise<T> {
  const dataDir = dataDirOf(cli, command);
  const database = openFolderDatabase(dataDir, cli.env);
  try {
    const interrupted = markInterruptedRuns(database, (gatewayId) => tryLockGateway(dataDir, gatewayId));
    tellInterrupted(cli, command, database, interrupted);
    trustAsSet(database, cli.env, warnAt(cli));
    return await work(database, dataDir);
  } finally {
    database.close();
  }
}

export type Records = { database: Database; dataDir: string };

/**
 * Opens the vault, and the way to webhooks, for a command with `withRecords`.
 * @throws FlightDeckError vault-key
 */
export async function openRecordsNetwork(
  cli: Cli,
  records: Records,
): Promise<{ database: Database; vault: Vault; network: Network }> {
  const { database } = records;
  const vault = await openRecordsVault(cli, records);
  return { database, vault, network: openNetwork({ database, vault }, { env: cli.env }) };
}

/**
 * Opens the vault for a command with `withRecords`.
 * @throws FlightDeckError vault-key
 */
export async function openRecordsVault(cli: Cli, { database, dataDir }: Records): Promise<Vault> {
  return openFolderVault(database, { dataDir, env: cli.env, keySource: await findKeySource(dataDir) });
}
