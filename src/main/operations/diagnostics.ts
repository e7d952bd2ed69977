import { homedir, hostname, release } from "node:os";
import type { KeyPlace } from "../../shared/views.ts";
import { listBackups } from "../database/backups/backup-files.ts";
import { databaseSizeBytes, freeSpaceBytes } from "../database/disk-space.ts";
import { listOwnNames } from "../database/list-own-names.ts";
import { userName } from "../database/user-name.ts";
import { isKeyWrapped } from "../vault/find-key-source.ts";
import { hideSecrets } from "../vault/known-secrets.ts";
import { readSettings } from "./change-settings.ts";
import { listGatewayRows } from "./list-gateway-rows.ts";
import type { HostFacts, RouterServices } from "./operation-services.ts";
import { readPracticeGatewayId } from "./practice-choice.ts";
import { readLogTail } from "./read-log-tail.ts";
import { withoutAddresses } from "./without-addresses.ts";

/** What is described; the command line has neither a window nor live runs. */
export type DiagnosticsServices = Pick<RouterServices, "database" | "dataDir"> & {
  host: Omit<HostFacts, "kind"> & { kind: HostFacts["kind"] | "command line" };
  runs: Pick<RouterServices["runs"], "list" | "snapshot" | "liveRunOf">;
  watch: Pick<RouterServices["watch"], "view">;
};

const latestRuns = 20;
const mostErrors = 200;

/** What support needs to know of this installation, without secrets, addresses, and names of people, agents or boards. */
export function describeInstallation(services: DiagnosticsServices): { fileName: string; text: string } {
  const { database, runs, host } = services;
  const count = (table: string) => database.sqlite.prepare<[], number>(`SELECT COUNT(*) FROM ${table}`).pluck().get();
  const gateways = listGatewayRows(services);
  const settings = readSettings(database);
  const names = [
    ...listOwnNames(database),
    services.dataDir,
    homedir(),
    // As short as they often are, they are in every path and in many errors.
    hostname(),
    userName(),
    ...(settings.templateFolder ? [settings.templateFolder] : []),
  ];
  const description = {
    flightDeck: {
      version: host.version,
      host: host.kind,
      electron: host.electron,
      node: process.versions.node,
      platform: process.platform,
      arch: process.arch,
      os: release(),
    },
    counts: Object.fromEntries(
      ["gateways", "boards", "agents", "board_memory", "runs"].map((name) => [name, count(name)]),
    ),
    practice: readPracticeGatewayId(database) !== null,
    dataFolder: {
      keyPlace: placeOfKey(services),
      isPlaceUnsafe: host.folderProblem !== null,
      databaseBytes: databaseSizeBytes(database),
      freeBytes: freeSpaceBytes(services.dataDir),
      backups: listBackups(services.dataDir).map(({ reason, madeAt }) => ({ reason, madeAt })),
    },
    settings: {
      maxInFlight: settings.maxInFlight,
      theme: settings.theme,
      ownTemplates: settings.templateFolder !== null,
    },
    gateways: gateways.map(
      ({ connection, boards, agents, isPractice, allowInsecureTls, disableDevicePairing }, index) => {
        const { state, code, dialect, latenciesMs } = connection;
        const facts = { boards, agents, isPractice, allowInsecureTls, disableDevicePairing };
        return { gateway: index + 1, ...facts, state, code, version: connection.version, dialect, latenciesMs };
      },
    ),
    runs: runs.list({ limit: latestRuns }).map((run) => {
      const { kind, status, startedAt, endedAt, counts } = run;
      const { stats } = runs.snapshot(run.id).report ?? {};
      // The number that the gateway has above; none if its record is gone.
      const gateway = gateways.findIndex(({ id }) => id === run.gatewayId) + 1 || null;
      return { gateway, kind, status, startedAt, endedAt, counts, stats, errors: errorsOf(services, run.id, names) };
    }),
    log: readLogTail(services.dataDir, (text) => withoutAddresses(text, names)),
  };
  const day = new Date().toISOString().slice(0, 10);
  return {
    fileName: `flight-deck-diagnostics-${day}.json`,
    text: `${hideSecrets(JSON.stringify(description, null, 2))}\n`,
  };
}

function errorsOf({ runs }: DiagnosticsServices, runId: string, names: readonly string[]) {
  const { errors, agents } = runs.snapshot(runId);
  // Of agents whose records are gone, too.
  const all = [...names, ...agents.map(({ agentName }) => agentName)];
  return errors
    .slice(0, mostErrors)
    .map(({ severity, code, message }) => ({ severity, code, message: withoutAddresses(message, all) }));
}

function placeOfKey({ dataDir, host }: DiagnosticsServices): KeyPlace {
  if (host.isKeyGiven) return "environment";
  return isKeyWrapped(dataDir) ? "key-store" : "file";
}
