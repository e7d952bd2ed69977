import { homedir, release } from "node:os";
import { listOwnNames } from "../database/list-own-names.ts";
import { readAppInfo } from "./app-info.ts";
import { readSettings } from "./change-settings.ts";
import { listGatewayRows } from "./list-gateway-rows.ts";
import type { RouterServices } from "./operation-services.ts";
import { readLogTail } from "./read-log-tail.ts";
import { withoutAddresses } from "./without-addresses.ts";

const latestRuns = 20;
const mostErrors = 200;

/** What support needs to know of this installation, without secrets, addresses, and names of people, agents or boards. */
export function describeInstallation(services: RouterServices): { fileName: string; text: string } {
  const { database, runs } = services;
  const { version, host, electron, node, practice } = readAppInfo(services);
  const count = (table: string) => database.sqlite.prepare<[], number>(`SELECT COUNT(*) FROM ${table}`).pluck().get();
  const gateways = listGatewayRows(services);
  const settings = readSettings(database);
  const names = [
    ...listOwnNames(database),
    services.dataDir,
    homedir(),
    ...(settings.templateFolder ? [settings.templateFolder] : []),
  ];
  const description = {
    flightDeck: { version, host, electron, node, platform: process.platform, arch: process.arch, os: release() },
    counts: Object.fromEntries(
      ["gateways", "boards", "agents", "board_memory", "runs"].map((name) => [name, count(name)]),
    ),
    practice: practice.present,
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
      return { kind, status, startedAt, endedAt, counts, stats, errors: errorsOf(services, run.id, names) };
    }),
    log: readLogTail(services.dataDir, (text) => withoutAddresses(text, names)),
  };
  const day = new Date().toISOString().slice(0, 10);
  return { fileName: `flight-deck-diagnostics-${day}.json`, text: `${JSON.stringify(description, null, 2)}\n` };
}

function errorsOf({ runs }: RouterServices, runId: string, names: readonly string[]) {
  const { errors, agents } = runs.snapshot(runId);
  // Of agents whose records are gone, too.
  const all = [...names, ...agents.map(({ agentName }) => agentName)];
  return errors
    .slice(0, mostErrors)
    .map(({ severity, code, message }) => ({ severity, code, message: withoutAddresses(message, all) }));
}
