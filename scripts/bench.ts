import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { basename, join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { defaultTemplateFolder } from "../src/main/templates/template-set.ts";
import type { SyncOptions } from "../src/shared/sync-options.ts";
import { benchMirror, type MirrorBenchRow } from "./bench/bench-mirror.ts";
import { benchPausedBoards } from "./bench/bench-paused-boards.ts";
import { measureScenario, medianOf, type Row, repeatsOf, type Scenario } from "./bench/scenario.ts";
import { type BenchGateway, startBenchGateway } from "./bench/start-gateway.ts";

/** `npm run bench [-- OPTIONS]`: measures whole syncs, prints a table, and writes it to bench/results.md (results-real.md). */
const options = new Command("npm run bench --")
  .description("Measures whole syncs. Compare ratios and counts: they are reliable on a noisy machine, unlike times.")
  .option("--agents <list>", "sizes of fleets", numbers, [20, 200, 1000])
  // With 32 calls in flight this equals a real 2026.9.6: about half a millisecond per call.
  .option("--latency <ms>", "how long the practice gateway takes per call", number, 15)
  .option("--real", "against a real OpenClaw", false)
  .option(
    "--gateway-versions <list>",
    "by default one of each dialect, or only 2026.9.6 with a real gateway, because that takes minutes",
  )
  .option("--mirror", "only pulls from a large Mission Control, beside pg_dump; writes bench/results-mirror.md", false)
  .option("--only-first", "only first syncs; writes no file", false)
  .parse()
  .opts<{
    agents: number[];
    latency: number;
    real: boolean;
    gatewayVersions?: string;
    onlyFirst: boolean;
    mirror: boolean;
  }>();
const { agents: sizes, latency: latencyMs, real, onlyFirst, mirror } = options;
const versions = (options.gatewayVersions ?? (real ? "2026.9.6" : "2026.9.6,2026.3.28")).split(",");
const rows: Row[] = [];
for (const version of mirror ? [] : versions) {
  for (const agents of sizes)
    rows.push(...(await benchSize(agents, version)).map((row) => ({ gateway: version, ...row })));
}
if (mirror) reportMirror(await benchMirror());
else if (onlyFirst) console.log(tableOf(rows));
else report(rows, real ? [] : await benchPausedBoards());

function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0) return value;
  throw new InvalidArgumentError("Not a number.");
}

function numbers(text: string): number[] {
  return text.split(",").map(number);
}

/** A gateway and a data folder before their first sync. */
type GatewayFixture = { gateway: BenchGateway; folder: string };

async function withWorld<T>(version: string, work: (world: GatewayFixture) => Promise<T>): Promise<T> {
  const gateway = await startBenchGateway({ real, version, latencyMs });
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-bench-"));
  try {
    return await work({ gateway, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await gateway.stop();
  }
}

/** Each repetition of a first sync needs a fresh world. The last of these worlds is used for the other scenarios. */
async function benchSize(agents: number, version: string): Promise<Row[]> {
  const firsts: Row[] = [];
  const repeats = real ? 1 : repeatsOf(agents);
  const rest: Row[] = [];
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    await withWorld(version, async (world) => {
      firsts.push(await benchScenario(world, agents, { name: "first sync", options: {} }));
      if (repeat === repeats && !onlyFirst) rest.push(...(await benchSyncedFleet(world, agents)));
    });
  }
  return [medianOf(firsts), ...rest];
}

async function benchScenario(
  { gateway, folder }: GatewayFixture,
  agents: number,
  scenario: Pick<Scenario, "name" | "options">,
  templateFolders: string[] = [],
): Promise<Row> {
  const { stop: _, ...where } = gateway;
  const row = await measureScenario({ ...scenario, agents, dataDir: join(folder, "data"), ...where }, templateFolders);
  console.error(`${agents} agents, ${scenario.name}: ${row.seconds} s, ratio ${row.ratio}`);
  return row;
}

async function benchSyncedFleet(world: GatewayFixture, agents: number): Promise<Row[]> {
  const { folder } = world;
  const measured: Row[] = [];
  const scenario = async (name: string, options: Partial<SyncOptions>, templateFolders?: string[]) => {
    measured.push(await benchScenario(world, agents, { name, options }, templateFolders));
  };
  await scenario("unchanged sync", {});
  await scenario("plan", { dryRun: true });
  await scenario(
    "one template changed",
    {},
    changedTemplates(folder, (name) => name.includes("SOUL")),
  );
  await scenario(
    "all files rewritten",
    { overwrite: true },
    changedTemplates(folder, () => true),
  );
  return measured;
}

/**
 * Two copies of the built-in templates. In each, the chosen ones end with a different line, so that each copy is a change
 * from the other.
 */
function changedTemplates(parent: string, isChanged: (name: string) => boolean): string[] {
  return [1, 2].map(() => {
    const folder = mkdtempSync(join(parent, "templates-"));
    const line = `Keep in mind: ${basename(folder)}.`;
    cpSync(defaultTemplateFolder(), folder, { recursive: true });
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".md.j2") && isChanged(file))) {
      writeFileSync(join(folder, name), `${readFileSync(join(folder, name), "utf8").trimEnd()}\n\n${line}\n`);
    }
    return folder;
  });
}

function reportMirror(pulls: MirrorBenchRow[]): void {
  const text = [
    "# Benchmark of the mirror",
    `${new Date().toISOString().slice(0, 10)}, ${machine()}, load average ${loadavg()[0]?.toFixed(1)} at the end. A Mission Control with 1,000 boards, 20,000 agents and 1,000,000 chat rows on a local PostgreSQL. Each step runs in its own process; the yardstick is the median of three dumps of the same tables.`,
    tableOf(pulls),
  ].join("\n\n");
  mkdirSync("bench", { recursive: true });
  writeFileSync(join("bench", "results-mirror.md"), `${text}\n`);
  console.log(text);
}

/** Where it was measured. */
function machine(): string {
  return `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
}

function report(syncs: Row[], pausedBoards: Row[]): void {
  const gateway = real ? "a real OpenClaw" : `the practice gateway (${latencyMs} ms latency)`;
  const text = [
    `# Benchmark against ${gateway}`,
    `${new Date().toISOString().slice(0, 10)}, ${machine()}, load average ${loadavg()[0]?.toFixed(1)} at the end. Every scenario runs in its own process. The bare loop sends the same calls from another process and does nothing else: one connection, 32 calls in flight, calls about the whole gateway first. Both include connecting; only the sync includes config writes. Everything is repeated, first syncs with a fresh gateway and data folder each, and the run with the median ratio is shown. An unchanged agent costs one listing, and with OpenClaw 2026.8.1 and newer one more call, because no listing shows whether its heartbeat scratch changed.`,
    tableOf(syncs),
    ...(pausedBoards.length > 0 ? ["## Which boards are paused", tableOf(pausedBoards)] : []),
  ].join("\n\n");
  mkdirSync("bench", { recursive: true });
  writeFileSync(join("bench", real ? "results-real.md" : "results.md"), `${text}\n`);
  console.log(text);
}

function tableOf(rows: { [column: string]: string | number | undefined }[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: (string | number | undefined)[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns),
    line(columns.map(() => "---")),
    ...rows.map((row) => line(columns.map((column) => row[column]))),
  ].join("\n");
}
