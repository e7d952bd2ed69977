import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { SyncOptions } from "../../src/shared/sync-options.ts";
import type { RecordedCall } from "./replay-bare.ts";

export type Scenario = {
  name: string;
  options: Partial<SyncOptions>;
  /** Used instead of the built-in templates. */
  templateFolder?: string | undefined;
  agents: number;
  dataDir: string;
  url: string;
  token: string;
  workspaceRoot: string;
};

/** The figures of one sync, and its calls. */
export type Measured = {
  seconds: number;
  rpcCalls: number;
  configWrites: number;
  fileWrites: number;
  hashes: number;
  sentBytes: number;
  receivedBytes: number;
  loopDelayP99Ms: number;
  loopDelayMaxMs: number;
  peakRssMb: number;
  calls: RecordedCall[];
};

export type Row = Record<string, string | number>;

/**
 * Scenarios are repeated where possible, and the one with the median ratio is shown, because other processes disturb the
 * times.
 */
export const repeatsOf = (agents: number) => (agents > 200 ? 3 : 5);

export function medianOf(rows: Row[]): Row {
  const sorted = rows.toSorted((left, right) => Number(left.ratio) - Number(right.ratio));
  return sorted[Math.floor(sorted.length / 2)] ?? {};
}

/**
 * Measures one sync in a fresh process with its own memory and caches, and then its calls in a bare loop in another process.
 *
 * @param templateFolders used in turn, so that each sync has changes. Without them, a sync that writes can be measured only
 *   once.
 * @throws Error when the sync failed
 */
export async function measureScenario(scenario: Scenario, templateFolders: string[] = []): Promise<Row> {
  const rows: Row[] = [];
  do {
    const templateFolder = templateFolders[rows.length % templateFolders.length];
    rows.push(await measureOnce({ ...scenario, templateFolder }));
  } while (rows.length < repeatsOf(scenario.agents) && (templateFolders.length > 0 || rows[0]?.["file writes"] === 0));
  return medianOf(rows);
}

async function measureOnce(scenario: Scenario): Promise<Row> {
  const sync = await runChild<Measured>("scenario-child.ts", scenario);
  const bareSeconds = await runChild<number>("bare-child.ts", scenario, sync.calls);
  // The replay has changed the files: restore them before the next scenario.
  if (sync.fileWrites > 0) await runChild("scenario-child.ts", { ...scenario, options: { overwrite: true } });
  return {
    agents: scenario.agents,
    scenario: scenario.name,
    seconds: round(sync.seconds, 2),
    "bare loop s": round(bareSeconds, 2),
    ratio: round(sync.seconds / bareSeconds, 2),
    "ms per agent": round((1000 * sync.seconds) / scenario.agents, 2),
    "calls per agent": round(sync.rpcCalls / (scenario.agents + 1), 2),
    "config writes": sync.configWrites,
    "file writes": sync.fileWrites,
    "PBKDF2 hashes": sync.hashes,
    "kB sent": Math.round(sync.sentBytes / 1000),
    "kB received": Math.round(sync.receivedBytes / 1000),
    "loop delay p99 ms": round(sync.loopDelayP99Ms, 1),
    "loop delay max ms": round(sync.loopDelayMaxMs, 1),
    "peak RSS MB": Math.round(sync.peakRssMb),
  };
}

async function runChild<Result>(script: string, scenario: Scenario, input?: object): Promise<Result> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), [JSON.stringify(scenario)]);
  const ended = once(child, "exit");
  const answered = once(child, "message");
  if (input) child.send(input);
  // A large answer may arrive after the process has ended; the channel closes after it.
  const [outcome] = await Promise.race([answered, once(child, "disconnect").then(() => [null])]);
  if (outcome === null) throw new Error(`${scenario.name} failed: see above`);
  await ended;
  return outcome as Result;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
