import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { countInLog } from "../gateway-log.ts";
import { readConfig } from "../read-back.ts";
import type { Bench } from "./open-version.ts";

const operatorsAgent = "operators-own";

/**
 * A name changes in our records: the patch keeps the operator's settings, including those that the gateway redacts or
 * resolves.
 */
export async function keepsOperatorsKeys(bench: Bench): Promise<string> {
  const { station, gateway, raw } = bench;
  const worker = station.agents().find(({ agent }) => agent.name === "Worker 5");
  if (!worker) throw new Error("the fleet has no Worker 5");
  const own = {
    model: { primary: "anthropic/claude-sonnet-4-6" },
    identity: { emoji: "🛰️" },
    heartbeat: { activeHours: { start: "08:00", end: "20:00" } },
  };
  await editAsOperator(bench, worker.key, own);
  const before = { roster: rosterOnDisk(bench), counts: countInLog(gateway.logPath) };
  expect(before.roster.get(worker.key)).toMatchObject(own);
  const row = station.fleet.agents.find(({ id }) => id === worker.agent.id);
  station.import({ agents: [{ ...row, name: "Worker 5b" }] });

  const { status, report } = await station.sync();

  expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
  expect(report.stats.configWrites).toBe(1);
  const restarts = (await bench.starts()) - before.counts.starts;
  const entry = before.roster.get(worker.key);
  expect(Object.fromEntries(rosterOnDisk(bench))).toEqual({
    ...Object.fromEntries(before.roster),
    [worker.key]: { ...entry, name: "Worker 5b" },
  });
  const { roster } = await raw(readConfig);
  expect(roster.get(worker.key)).toMatchObject({ name: "Worker 5b", ...own });
  // A gateway removes BOOTSTRAP.md of a lead that has had its first turn.
  await bench.expectAllRight(["BOOTSTRAP.md"]);
  const again = await station.sync();
  expect(again.report.stats).toMatchObject({ configWrites: 0, fileWrites: 0 });
  return `all kept, 1 config write, restarts: ${restarts}`;
}

type Entry = Record<string, unknown>;
type ConfigFile = { agents: { list?: Entry[]; entries?: Record<string, Entry> } };

/** The operator's edits of the file: keys on one of our agents, and an agent of their own. */
async function editAsOperator({ gateway, raw }: Bench, key: string, own: Entry): Promise<void> {
  const theirs = {
    name: "Operator's own",
    workspace: `\${HOME}/${operatorsAgent}`,
    model: { primary: "anthropic/claude-opus-4-6" },
  };
  await gateway.kill();
  const config = configFile(gateway.stateFolder);
  const { list, entries } = config.agents;
  // Current gateways have no secret in an entry.
  const secret = { memorySearch: { remote: { apiKey: "sk-operators-secret" } } };
  list?.push({ id: operatorsAgent, ...theirs, ...secret });
  if (entries) entries[operatorsAgent] = theirs;
  const entry = list?.find(({ id }) => id === key) ?? entries?.[key];
  if (!entry) throw new Error(`the configuration has no ${key}`);
  Object.assign(entry, own, { heartbeat: { ...(entry.heartbeat as Entry), ...(own.heartbeat as Entry) } });
  writeFileSync(configPath(gateway.stateFolder), JSON.stringify(config, null, 2));
  await gateway.start();
  while (!(await raw(readConfig)).roster.has(operatorsAgent)) await sleep(500);
}

function rosterOnDisk({ gateway }: Bench): Map<string, Entry> {
  const { list = [], entries = {} } = configFile(gateway.stateFolder).agents;
  return new Map([...list.map((entry) => [String(entry.id), entry] as const), ...Object.entries(entries)]);
}

function configFile(stateFolder: string): ConfigFile {
  return JSON.parse(readFileSync(configPath(stateFolder), "utf8"));
}

function configPath(stateFolder: string): string {
  return join(stateFolder, "config.json");
}
