import { openApp } from "../../src/main/app.ts";
import { importFleet } from "../../src/main/database/import-fleet.ts";
import { loadDeviceIdentity } from "../../src/main/gateway/device-identity.ts";
import { syncTemplates } from "../../src/main/provisioning/sync-templates.ts";
import { hashing } from "../../src/main/provisioning/tokens/hash-token.ts";
import { type SyncOptions, syncOptionsSchema } from "../../src/shared/sync.ts";
import { benchFleet } from "./bench-fleet.ts";
import { recordCalls, replayBare } from "./replay-bare.ts";
import type { Row, Scenario } from "./scenario.ts";
import { watchProcess } from "./watch-process.ts";

/** Carries out one scenario and sends its figures to the parent. */
const scenario = JSON.parse(process.argv[2] ?? "") as Scenario;
const { agents, dataDir, templateFolder } = scenario;
const { file, gatewayId } = benchFleet(scenario);
const app = await openApp({ dataDir, env: {}, baseUrl: "http://127.0.0.1:8000", templateFolder });
importFleet(app.database, app.vault, file);
const sync = (options: Partial<SyncOptions>) =>
  syncTemplates(app, { options: syncOptionsSchema.parse({ gatewayId, ...options }), startedBy: "bench" });

const calls = recordCalls(app.connections.of(gatewayId));
const figures = watchProcess();
const { report, status } = await sync(scenario.options);
const { loopDelayP99Ms, loopDelayMaxMs, peakRssMb } = figures();
if (status !== "succeeded") throw new Error(`${scenario.name}: ${status} ${JSON.stringify(report.errors.slice(0, 3))}`);
const hashes = hashing.runs;
const seconds = report.stats.durationMs / 1000;
const bareSeconds = await replayBare(calls(), scenario, loadDeviceIdentity(app.dataDir, app.vault));
// The replay left its own contents behind: put ours back before the next scenario.
if (report.stats.fileWrites > 0) await sync({ overwrite: true });
app.close();

const row: Row = {
  agents,
  scenario: scenario.name,
  seconds: round(seconds, 2),
  "bare loop s": round(bareSeconds, 2),
  ratio: round(seconds / bareSeconds, 2),
  "calls per agent": round(report.stats.rpcCalls / (agents + 1), 2),
  "config writes": report.stats.configWrites,
  "file writes": report.stats.fileWrites,
  "PBKDF2 hashes": hashes,
  "loop delay p99 ms": round(loopDelayP99Ms, 1),
  "loop delay max ms": round(loopDelayMaxMs, 1),
  "peak RSS MB": Math.round(peakRssMb),
};
process.send?.(row);
process.disconnect?.();

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
