import type { RunEvent } from "../shared/sync.ts";
import { AfterWake } from "./after-wake.ts";
import { announceAttention } from "./announce-attention.ts";
import { awake } from "./awake/awake.ts";
import { createBackgroundChecks } from "./check-in-background.ts";
import { saveGatewayRoster } from "./database/gateway-rosters.ts";
import { listGateways } from "./database/gateways.ts";
import { folderProblemOf, requireFitFolder } from "./database/place/require-fit-folder.ts";
import { userName } from "./database/user-name.ts";
import { emptyBinInTime } from "./empty-bin-in-time.ts";
import { listOwnAgents } from "./gateway/list-own-agents.ts";
import { GatewayWatch } from "./gateway/watch.ts";
import { Practice } from "./host-practice-gateway.ts";
import type { FolderVaultOptions } from "./keys/open-folder-vault.ts";
import { lockDataFolder } from "./lock-data-folder.ts";
import { openLog } from "./log.ts";
import { describeExtra } from "./network/trust.ts";
import { createNotifier } from "./notify-in-background.ts";
import { type App, type AppOptions, openApp } from "./open-app.ts";
import type { FaultLog } from "./operations/fault-log.ts";
import { HostBackups, type HostBackupsOptions } from "./operations/host-backups.ts";
import type { HostFacts, RouterServices } from "./operations/operation-services.ts";
import { AppUpdates } from "./operations/updates/app-updates.ts";
import { createHistoryPruning } from "./prune-in-background.ts";
import { RestoreWhileOpen } from "./restore/restore-while-open.ts";
import { createRouter, type FlightDeckRouter } from "./router/create-router.ts";
import { type ChangeFeed, createChangeFeed } from "./runs/change-feed.ts";
import { RunHub } from "./runs/run-hub.ts";
import { ownVersion } from "./templates/own-version.ts";
import { keyFileOf } from "./vault/data-key.ts";
import { isOpenToOthers } from "./vault/keep-private.ts";
import { watchOtherProcesses } from "./watch-other-processes.ts";

export type HostedAppOptions = Pick<AppOptions, "dataDir" | "env" | "keySource" | "retryPolicy" | "systemProxyOf"> & {
  host: Omit<HostFacts, "version" | "isKeyGiven" | "folderProblem">;
  /** Resets the practice fleet to its first state. */
  resetPractice?: boolean;
  /** False for tests that want an empty data folder. */
  practice?: boolean;
  /** Called for the events of the sync that sets the practice gateway up. */
  onPracticeEvent?: (event: RunEvent) => void;
};

/** The application with everything a window needs. */
export type HostedApp = {
  services: RouterServices;
  router: FlightDeckRouter;
  /** Stops the runs and releases the data folder. */
  close(): Promise<void>;
};

/**
 * Opens the application for a host with a window: locks the data folder, and starts the practice gateway if there is one, with
 * a sync in the background.
 * @throws FlightDeckError data-folder-unfit, data-dir-locked; and as `openApp`
 */
export async function openHostedApp(options: HostedAppOptions): Promise<HostedApp> {
  requireFitFolder(options.dataDir, { env: options.env ?? process.env });
  const unlock = lockDataFolder(options.dataDir);
  try {
    const app = await openApp(options);
    return await assemble(app, options, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function assemble(app: App, options: HostedAppOptions, unlock: () => void): Promise<HostedApp> {
  const { database, connections } = app;
  const log = openLog(app.dataDir);
  const changes = createChangeFeed();
  const watch = watchGateways(app, changes, log);
  const told = { changes, watch, log, afterWake: new AfterWake() };
  const runs = new RunHub({
    database,
    connections,
    changes,
    onRun: (gatewayId, state) => (state === "started" ? watch.runStarted(gatewayId) : watch.runEnded(gatewayId)),
    onFault: (err) => log.error({ err }, "a run was cut off by a fault"),
  });
  const isKeyGiven = (options.env ?? process.env).FLIGHTDECK_KEY !== undefined;
  if (!isKeyGiven) warnOfOpenKey(app.dataDir, log);
  const folderProblem = warnOfFolder(app.dataDir, log);
  warnOfAuthorities(app, log);
  const services: RouterServices = {
    ...app,
    ...openUpkeep({ database, dataDir: app.dataDir, changes, log }, options.host),
    runs,
    ...{ changes, watch, log },
    host: { ...options.host, version: ownVersion(), isKeyGiven, folderProblem },
    notifier: createNotifier({ ...app, ...told, hostKind: options.host.kind }, () => services),
    restores: new RestoreWhileOpen({
      ...vaultOptionsOf(options),
      services: () => services,
      startPractice: () => practice.start(() => {}),
    }),
    stopPractice: () => practice.stop(),
    startedBy: userName(),
  };
  const practice = new Practice(services);
  const checks = createBackgroundChecks(services, told.afterWake);
  const pruning = createHistoryPruning(services);
  const stopMirror = followMirror(services, told.afterWake);
  const stopWatching = startBackgroundWork(services, told.afterWake);
  const close = async () => {
    stopWatching();
    checks.stop();
    await services.backups.stop();
    await services.notifier.stop();
    await pruning.stop();
    await stopMirror();
    await runs.stop();
    await practice.stop();
    // It may have started its sync in the meantime.
    await runs.stop();
    watch.close();
    app.close();
    unlock();
  };
  try {
    const router = createRouter(services);
    checks.start();
    services.backups.start();
    services.notifier.start();
    pruning.start();
    app.mirror.start();
    if (options.practice !== false && practice.prepare({ reset: options.resetPractice ?? false })) {
      practice.start(options.onPracticeEvent ?? (() => {}));
    }
    return { services, router, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What keeps the records and the application itself in good order. */
function openUpkeep(parts: HostBackupsOptions, { updater }: HostedAppOptions["host"]) {
  return { backups: new HostBackups(parts), updates: new AppUpdates({ ...parts, updater }) };
}

function warnOfOpenKey(dataDir: string, log: ReturnType<typeof openLog>): void {
  if (!isOpenToOthers(keyFileOf(dataDir))) return;
  log.warn("other users may be able to read the file of the data key, and its disk does not keep modes");
}

/** Says in the terminal and in the log what is wrong with the folder's place. @returns it, for the window */
function warnOfFolder(dataDir: string, log: ReturnType<typeof openLog>): string | null {
  const problem = folderProblemOf(dataDir);
  if (problem === null) return null;
  process.stderr.write(`flight-deck: ${problem}\n`);
  log.warn(problem);
  return problem;
}

/** The window shows it, too. */
function warnOfAuthorities({ network }: App, log: ReturnType<typeof openLog>): void {
  const problem = describeExtra(network.env)?.problem;
  if (problem) log.warn(`NODE_EXTRA_CA_CERTS: ${problem}; its authorities are not trusted`);
}

function vaultOptionsOf({ dataDir, env = process.env, keySource }: HostedAppOptions): FolderVaultOptions {
  return { dataDir, env, keySource };
}

function watchGateways({ database, connections }: App, changes: ChangeFeed, log: FaultLog): GatewayWatch {
  return new GatewayWatch({
    connections,
    listGateways: () => listGateways(database),
    onChange: () => changes.emit("connections"),
    onSession(gatewayId, session) {
      saveGatewayRoster(database, gatewayId, listOwnAgents(session));
      changes.emit("gateways");
    },
    onFault: (err) => log.error({ err }, "a gateway's roster could not be stored"),
  });
}

/** Makes windows reload what a pull changes. @returns ends a pull in progress */
function followMirror({ mirror, changes, log }: RouterServices, afterWake: AfterWake): () => Promise<void> {
  mirror.follow({
    isHeld: () => afterWake.mustWait(),
    onProgress: () => changes.emit("mirror"),
    onPulled: () => changes.emit("mirror", "organizations", "gateways", "boards", "agents"),
    onFault: (err) => log.error({ err }, "Mission Control's database could not be pulled"),
  });
  return () => mirror.stop();
}

/** Follows other processes' writes and the machine's sleep, empties the bin in time, looks for updates. @returns stops it all */
function startBackgroundWork(services: RouterServices, afterWake: AfterWake): () => void {
  const stops = [
    watchOtherProcesses(services),
    refreshWithRecords(services),
    announceAttention(services.changes),
    emptyBinInTime(services),
    services.updates.start(),
    awake.onWake(() => {
      afterWake.wokeUp();
      services.watch.lookAgain();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Lets the watch follow the gateways' records, whoever changes them: a window, a pull or another process. */
function refreshWithRecords({ changes, watch, log }: RouterServices): () => void {
  const stopping = new AbortController();
  const follow = async () => {
    for await (const { topics } of changes.follow(stopping.signal)) {
      try {
        if (topics.includes("gateways")) watch.refresh();
      } catch (err) {
        log.error({ err }, "the gateways' records could not be read for their connections");
      }
    }
  };
  void follow();
  return () => stopping.abort();
}
