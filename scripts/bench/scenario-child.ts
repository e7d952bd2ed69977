import { importFleet } from "../../src/main/database/import-fleet.ts";
import { openApp } from "../../src/main/open-app.ts";
import { syncTemplates } from "../../src/main/provisioning/sync-gateway.ts";
import { hashing } from "../../src/main/provisioning/tokens/hash-token.ts";
import { syncOptionsSchema } from "../../src/shared/sync-options.ts";
import { benchFleet } from "./bench-fleet.ts";
import { countBytes } from "./count-bytes.ts";
import { recordCalls } from "./replay-bare.ts";
import type { Measured, Scenario } from "./scenario.ts";
import { watchProcess } from "./watch-process.ts";

/** Runs one scenario and sends its figures to the parent. */
const scenario = JSON.parse(process.argv[2] ?? "") as Scenario;
const { dataDir, templateFolder } = scenario;
const { file, gatewayId } = benchFleet(scenario);
const app = await openApp({ dataDir, env: {}, baseUrl: "http://127.0.0.1:8000", templateFolder });
importFleet(app.database, app.vault, file);
const options = syncOptionsSchema.parse({ gatewayId, ...scenario.options });

const calls = recordCalls(app.connections.of(gatewayId));
const bytes = countBytes();
const figures = watchProcess();
const { report, status } = await syncTemplates(app, { options, startedBy: "bench" });
const { durationMs, rpcCalls, configWrites, fileWrites } = report.stats;
const measured: Measured = {
  seconds: (durationMs ?? Number.NaN) / 1000,
  rpcCalls: rpcCalls ?? Number.NaN,
  configWrites: configWrites ?? Number.NaN,
  fileWrites: fileWrites ?? Number.NaN,
  hashes: hashing.runs,
  ...figures(),
  ...bytes(),
  calls: calls(),
};
if (status !== "succeeded") throw new Error(`${scenario.name}: ${status} ${JSON.stringify(report.errors.slice(0, 3))}`);
app.close();
process.send?.(measured, () => process.disconnect());
