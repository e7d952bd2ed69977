import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { type RealGateway, startRealGateway } from "../../scripts/real-gateway/start-real-gateway.ts";
import { createTestCli, type TestCli } from "../../src/main/cli/test-cli.ts";
import { openDatabase } from "../../src/main/database/open-database.ts";
import { listAgentRows } from "../../src/main/operations/list-agent-rows.ts";
import type { HeartbeatView } from "../../src/shared/heartbeats.ts";
import { buildFleet, type FleetFile } from "./build-fleet.ts";
import { withRawClient } from "./raw-client.ts";

/** Includes an install of OpenClaw from npm if needed. */
const openTimeoutMs = 15 * 60_000;
/** Two intervals of a minute, and the time of the turns on a slow machine. */
const withinMs = 5 * 60_000;

let gateway: RealGateway;
let cli: TestCli;
let fleet: FleetFile;
beforeAll(async () => {
  gateway = await startRealGateway({ version: "2026.9.6" });
  cli = createTestCli();
  // Mission Control's default rows, but every minute.
  const heartbeat = { every: "1m", target: "last", includeReasoning: false };
  fleet = buildFleet({ gateway, boards: 1, agents: 3, heartbeat });
  expect((await cli.spawn(["import", cli.file("fleet.json", fleet)])).code).toBe(0);
}, openTimeoutMs);
afterAll(async () => {
  cli?.remove();
  await gateway?.stop();
}, openTimeoutMs);

type Report = { errors: { code: string; message: string; hint: string }[]; notes?: string[] };
type Listed = { agents: { id: string; name: string; heartbeat: HeartbeatView | null }[] };

// This gateway has no model, so a turn that begins fails; that it begins is what counts here.
it(
  "a fleet with Mission Control's heartbeats ticks, and command line and window show what the gateway says",
  async () => {
    const synced = await cli.spawnJson<Report>(["sync", "--gateway", "Station", "--base-url", "http://127.0.0.1:9"]);

    expect(synced.json.notes).toEqual([expect.stringContaining('written with target "none"')]);
    expect(synced.json.errors.map(({ code }) => code)).toEqual(["agents-cannot-work"]);
    expect(synced.json.errors[0]?.message).toContain("agents.defaults.model");

    const everyWord = new Set<string>();
    const statesNow = async () => {
      const states = await withRawClient(gateway, async (raw) => heartbeatsIn(await raw.call("cron.list", listing)));
      for (const { state } of states) if (state.lastError) everyWord.add(state.lastError);
      return states.map(({ state }) => (state.consecutiveErrors ?? 0) >= 2 || state.lastRunStatus === "ok");
    };
    await expect.poll(statesNow, { timeout: withinMs, interval: 5_000 }).toEqual([true, true, true, true]);
    expect([...everyWord].filter((word) => word.includes("no-route"))).toEqual([]);
    const places = await withRawClient(gateway, async (raw) => heartbeatsIn(await raw.call("cron.list", listing)));
    expect(new Set(places.map(({ schedule }) => schedule.anchorMs)).size, "the gateway spreads them itself").toBe(4);

    const check = await cli.spawnJson<{ ok: boolean; stages: { stage: string; detail: string }[] }>([
      "gateway",
      "check",
      "Station",
    ]);
    expect(check.json.ok).toBe(true);
    const details = new Map(check.json.stages.map(({ stage, detail }) => [stage, detail]));
    expect(details.get("agents")).toContain("agents.defaults.model");
    expect(details.get("heartbeats")).toContain("4 failing");

    const { json } = await cli.spawnJson<Listed>(["list", "agents"]);
    const window = rowsOfWindow();
    expect(json.agents.some(({ heartbeat }) => heartbeat?.reason)).toBe(true);
    for (const { id, heartbeat } of json.agents) {
      expect(heartbeat).toMatchObject({ state: "failing", source: "automation", everyMs: 60_000 });
      // The gateway clears the reason while the next turn runs.
      expect(heartbeat?.reason ?? "heartbeat failed: ").toMatch(/^heartbeat failed: /);
      expect(heartbeat?.lastRunAtMs).toBeGreaterThan(0);
      expect(window.get(id)).toEqual(heartbeat);
    }
    expect((await cli.spawn(["list", "agents"])).stdout).toMatch(/failing \d+ (s|min) ago/);
  },
  openTimeoutMs,
);

const listing = { includeDisabled: true, query: "heartbeat", limit: 50 };
const jobs = z.object({
  jobs: z.array(
    z.looseObject({
      declarationKey: z.string().nullish(),
      schedule: z.looseObject({ anchorMs: z.number() }),
      state: z.looseObject({
        lastRunStatus: z.string().optional(),
        lastError: z.string().optional(),
        consecutiveErrors: z.number().optional(),
      }),
    }),
  ),
});

function heartbeatsIn(answer: unknown) {
  return jobs.parse(answer).jobs.filter(({ declarationKey }) => declarationKey?.startsWith("heartbeat:"));
}

/** The heartbeats that the window's tables show. */
function rowsOfWindow(): Map<string, HeartbeatView | undefined> {
  const database = openDatabase({ dataDir: cli.dataDir });
  try {
    return new Map(listAgentRows({ database }, {}).map(({ id, heartbeat }) => [id, heartbeat]));
  } finally {
    database.close();
  }
}
