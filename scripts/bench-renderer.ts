import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { ensureBuilt } from "../src/main/start/ensure-built.ts";
import { bundleSizes, isFont, totalKb } from "./bench/renderer/bundle-sizes.ts";
import { type Budget, describeBudgets, describeBundle, describeSteps, type Measured } from "./bench/renderer/report.ts";
import { startBenchFleet } from "./bench/renderer/start-bench-fleet.ts";
import { startHost } from "./bench/renderer/start-bench-host.ts";
import { median, timeStarts } from "./bench/renderer/time-starts.ts";
import { walk } from "./bench/renderer/walk.ts";
import { PageWatch } from "./bench/renderer/watch-page.ts";
import { chromiumOptions } from "./chromium.ts";

/** The steps of the walk in which the page is loaded. */
const loadingSteps = ["first screen", "reload during a run"];

/**
 * `npm run bench:renderer [-- --agents 10000] [--latency 2] [--starts 5] [--headed]`: measures the window with a large
 * fleet. Builds it if needed, opens it in Chromium with a practice gateway, and visits lists and runs. Every task over 50
 * ms, the heap, the bundle and the start time are written to the terminal and to bench/results-renderer.md. Exit code 1 when
 * a budget is exceeded. On a busy machine, `sudo nice -n -15` reduces the influence of other processes.
 */
const { values } = parseArgs({
  options: {
    agents: { type: "string", default: "10000" },
    latency: { type: "string", default: "2" },
    starts: { type: "string", default: "5" },
  },
});
const agents = Number(values.agents);
const root = join(import.meta.dirname, "..");
const loadBefore = loadavg();

await ensureBuilt(root, console.error);
const chunks = bundleSizes(join(root, "out", "renderer"));
const folder = mkdtempSync(join(tmpdir(), "flight-deck-bench-"));
const measured: Measured[] = [];
const starts: Record<string, number[]> = {};
try {
  const fleet = await startBenchFleet({ agents, latencyMs: Number(values.latency), folder });
  try {
    const count = Number(values.starts);
    starts["the practice fleet, first start"] = await timeStarts(count, (start) => join(folder, `first-${start}`));
    starts[`${agents} agents`] = await timeStarts(count, () => fleet.dataDir);
    await measureScreens(fleet);
  } finally {
    await fleet.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
report();

async function measureScreens({ dataDir, plant }: Awaited<ReturnType<typeof startBenchFleet>>): Promise<void> {
  const host = await startHost(dataDir);
  const browser = await chromium.launch(chromiumOptions);
  try {
    const page = await browser.newPage({ viewport: { width: 1360, height: 850 } });
    const watch = await PageWatch.start(page);
    const onStep = async (step: Measured["step"]) => {
      measured.push({ step, host: await host.figures() });
      console.error(`${step.step}: ${step.seconds.toFixed(1)} s, ${step.tasks.length} long tasks`);
    };
    await walk({ page, watch, url: host.url, plant, onStep });
    watch.close();
  } finally {
    await browser.close().catch(() => undefined);
    await host.stop();
  }
}

function report(): void {
  const code = totalKb(chunks, ({ name }) => !isFont(name));
  // Loading the page runs its scripts for any size of fleet: it is in the table, but not in this budget.
  const inUse = measured.filter(({ step }) => !loadingSteps.includes(step.step));
  const budgets: Budget[] = [
    {
      what: "longest task after loading",
      unit: "ms",
      limit: 100,
      figure: Math.max(...inUse.flatMap(({ step }) => step.tasks.map(({ durationMs }) => durationMs)), 0),
    },
    { what: "peak heap", unit: "MB", limit: 400, figure: Math.max(...measured.map(({ step }) => step.peakHeapMb)) },
    { what: "scripts and styles of all screens, gzipped", unit: "kB", limit: 400, figure: code },
    ...Object.entries(starts).map(([what, takenMs]) => {
      return { what: `browser host ready, ${what}`, unit: "ms", limit: 1_000, figure: median(takenMs) };
    }),
  ];
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`;
  const load = [loadBefore, loadavg()].map(([lastMinute = 0]) => lastMinute.toFixed(1)).join(" before, ");
  const text = [
    `# The window with ${agents.toLocaleString("en")} agents`,
    `${new Date().toISOString().slice(0, 10)}, ${machine}. Load average: ${load} after.`,
    describeBudgets(budgets),
    describeSteps(measured),
    describeBundle(chunks),
    ...Object.entries(starts).map(([what, takenMs]) => `Ready, ${what}: ${takenMs.map(Math.round).join(", ")} ms.`),
  ].join("\n\n");
  mkdirSync("bench", { recursive: true });
  writeFileSync(join("bench", "results-renderer.md"), `${text}\n`);
  console.log(text);
  if (budgets.some(({ figure, limit }) => figure >= limit)) process.exitCode = 1;
}
