import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type App, openApp } from "../src/main/app.ts";
import { importFleet } from "../src/main/database/import-fleet.ts";
import { loadDeviceIdentity } from "../src/main/gateway/device-identity.ts";
import { syncTemplates } from "../src/main/provisioning/sync-templates.ts";
import { hashing } from "../src/main/provisioning/tokens/hash-token.ts";
import { defaultTemplateFolder } from "../src/main/templates/template-set.ts";
import { type SyncOptions, syncOptionsSchema } from "../src/shared/sync.ts";
import { benchFleet } from "./bench/bench-fleet.ts";
import { recordCalls, replayBare } from "./bench/replay-bare.ts";
import { type BenchGateway, startBenchGateway } from "./bench/start-gateway.ts";
import { watchProcess } from "./bench/watch-process.ts";

/**
 * `npm run bench [-- --agents 20,200,1000] [--latency 5] [--real] [--gateway-version V]`: measures whole syncs and prints a
 * table, which also goes to bench/results.md (bench/results-real.md). Ratios and counts are what to look at: they hold on a
 * noisy machine.
 */
const { values } = parseArgs({
  options: {
    agents: { type: "string", default: "20,200,1000" },
    latency: { type: "string", default: "5" },
    real: { type: "boolean", default: false },
    "gateway-version": { type: "string", default: "2026.9.6" },
  },
});

type Row = Record<string, string | number>;

const sizes = values.agents.split(",").map(Number);
const rows: Row[] = [];
for (const agents of sizes) {
  const gateway = await startBenchGateway({
    real: values.real,
    version: values["gateway-version"],
    latencyMs: Number(values.latency),
  });
  try {
    rows.push(...(await benchSize(agents, gateway)));
  } finally {
    await gateway.stop();
  }
}
report(rows);

async function benchSize(agents: number, gateway: BenchGateway): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-bench-"));
  const { file, gatewayId } = benchFleet({ agents, ...gateway });
  const measured: Row[] = [];
  const scenario = async (name: string, options: Partial<SyncOptions>, templateFolder?: string) => {
    const app = await openApp({
      dataDir: join(folder, "data"),
      env: {},
      baseUrl: "http://127.0.0.1:8000",
      templateFolder,
    });
    try {
      importFleet(app.database, app.vault, file);
      measured.push(await measure({ app, gateway, gatewayId, agents, name, options }));
      console.error(`${agents} agents, ${name}: ${measured.at(-1)?.seconds} s`);
    } finally {
      app.close();
    }
  };
  try {
    await scenario("first sync", { rotateTokens: true });
    await scenario("unchanged sync", {});
    await scenario("plan", { dryRun: true });
    await scenario(
      "one template changed",
      {},
      changedTemplates(join(folder, "one"), (name) => name.includes("SOUL")),
    );
    await scenario(
      "all files rewritten",
      { overwrite: true },
      changedTemplates(join(folder, "all"), () => true),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return measured;
}

type Measurement = {
  app: App;
  gateway: BenchGateway;
  gatewayId: string;
  agents: number;
  name: string;
  options: Partial<SyncOptions>;
};

async function measure({ app, gateway, gatewayId, agents, name, options }: Measurement): Promise<Row> {
  const calls = recordCalls(app.connections.of(gatewayId));
  const hashesBefore = hashing.runs;
  const figures = watchProcess();
  const { report, status } = await syncTemplates(app, {
    options: syncOptionsSchema.parse({ gatewayId, ...options }),
    startedBy: "bench",
  });
  const { loopDelayP99Ms, loopDelayMaxMs, peakRssMb } = figures();
  if (status !== "succeeded") throw new Error(`${name}: ${status} ${JSON.stringify(report.errors.slice(0, 3))}`);
  const seconds = report.stats.durationMs / 1000;
  const bareSeconds = await replayBare(calls(), gateway, loadDeviceIdentity(app.dataDir, app.vault));
  // The replay left its own contents behind: put ours back before the next scenario.
  if (report.stats.fileWrites > 0) {
    await syncTemplates(app, { options: syncOptionsSchema.parse({ gatewayId, overwrite: true }), startedBy: "bench" });
  }
  return {
    agents,
    scenario: name,
    seconds: round(seconds, 2),
    "bare loop s": round(bareSeconds, 2),
    ratio: round(seconds / bareSeconds, 2),
    "calls per agent": round(report.stats.rpcCalls / (agents + 1), 2),
    "config writes": report.stats.configWrites,
    "file writes": report.stats.fileWrites,
    "PBKDF2 hashes": hashing.runs - hashesBefore,
    "loop delay p99 ms": round(loopDelayP99Ms, 1),
    "loop delay max ms": round(loopDelayMaxMs, 1),
    "peak RSS MB": Math.round(peakRssMb),
  };
}

/** A copy of the built-in templates in which those chosen end with one more line. */
function changedTemplates(folder: string, isChanged: (name: string) => boolean): string {
  cpSync(defaultTemplateFolder(), folder, { recursive: true });
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".md.j2") && isChanged(file))) {
    writeFileSync(join(folder, name), `${readFileSync(join(folder, name), "utf8").trimEnd()}\n\nKeep this in mind.\n`);
  }
  return folder;
}

function report(measured: Row[]): void {
  const columns = Object.keys(measured[0] ?? {});
  const line = (cells: (string | number | undefined)[]) => `| ${cells.join(" | ")} |`;
  const table = [
    line(columns),
    line(columns.map(() => "---")),
    ...measured.map((row) => line(columns.map((column) => row[column]))),
  ].join("\n");
  const gateway = values.real
    ? `a real OpenClaw ${values["gateway-version"]}`
    : `the practice gateway (${values["gateway-version"]}, ${values.latency} ms latency)`;
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
  const text = `# Benchmark against ${gateway}\n\n${new Date().toISOString().slice(0, 10)}, ${machine}. The bare loop sends the same calls over one connection, 32 in flight, and does nothing else; config writes are not in it.\n\n${table}\n`;
  mkdirSync("bench", { recursive: true });
  writeFileSync(join("bench", values.real ? "results-real.md" : "results.md"), text);
  console.log(text);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
