import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { markInterruptedRuns } from "../database/interrupted-runs.ts";
import { listRuns, readRun } from "../database/read-runs.ts";
import { tryLockGateway } from "./model/run-lock.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { randomsOf } from "./test-randoms.ts";

/*
 * Hand edits survive runs that end at any moment. `FLIGHTDECK_MOMENTS=20` tries as many moments of each kind,
 * `FLIGHTDECK_SEED=N` repeats a failure.
 */
const moments = Number(process.env.FLIGHTDECK_MOMENTS ?? 2);
const seed = Number(process.env.FLIGHTDECK_SEED ?? Date.now() % 1_000_000);
const edits = 20;

type Edit = { agentId: string; fileName: string; words: string };

function editByHand(moment: number): Edit[] {
  return Array.from({ length: edits }, (_, index): Edit => {
    const agentId = fixture.agentIds[index % fixture.agentIds.length] ?? "";
    const fileName = index < fixture.agentIds.length ? "SOUL.md" : "AGENTS.md";
    const words = `By hand: moment ${moment}, edit ${index}.`;
    const before = fixture.gateway.readFile(fixture.keyOf(agentId), fileName) ?? "";
    fixture.gateway.writeFile(fixture.keyOf(agentId), fileName, `${before}\n${words}\n`);
    return { agentId, fileName, words };
  });
}

/** The edits that are neither on the gateway nor in a diff of any run. */
function lostOf(made: Edit[]): Edit[] {
  const { database } = fixture.app;
  const diffs = database.sqlite
    .prepare<[string, string], string>("SELECT diff FROM run_drift WHERE agent_id = ? AND file_name = ?")
    .pluck();
  return made.filter(({ agentId, fileName, words }) => {
    const isThere = fixture.gateway.readFile(fixture.keyOf(agentId), fileName)?.includes(words) ?? false;
    return !isThere && !diffs.all(agentId, fileName).some((diff) => diff.includes(`-${words}`));
  });
}

/** Each write is delayed by up to this, before or after it takes effect. */
const slowestMs = 400;

function slowWrites(random: () => number): void {
  for (let faults = 0; faults < 2 * edits; faults += 1) {
    const when = random() < 0.5 ? "before" : "after";
    fixture.gateway.inject({ kind: "slow", method: "agents.files.set", delayMs: random() * slowestMs, when });
  }
}

async function syncAndCancel(afterMs: number): Promise<void> {
  const cancel = new AbortController();
  await fixture.sync(
    {},
    {
      signal: cancel.signal,
      onEvent(event) {
        if (event.type !== "phase" || event.phase !== "reading") return;
        setTimeout(() => cancel.abort(new Error("cancelled")), afterMs);
      },
    },
  );
}

async function syncAndKill(afterMs: number): Promise<void> {
  const { app, gatewayId } = fixture;
  const child = fork(join(import.meta.dirname, "test-sync-child.ts"), [app.dataDir, JSON.stringify({ gatewayId })]);
  const exited = once(child, "exit");
  await Promise.race([once(child, "message"), exited]);
  await sleep(afterMs);
  child.kill("SIGKILL");
  await exited;
  markInterruptedRuns(app.database, (id) => tryLockGateway(app.dataDir, id));
}

/** Every agent in scope has one outcome, and the report on writes is true of the gateway. */
function expectHonest(): void {
  const [latest] = listRuns(fixture.app.database, { limit: 1 });
  const { run, agents } = readRun(fixture.app.database, latest?.id ?? "");
  expect(run.status).not.toBe("running");
  expect(new Set(agents.map(({ agentId }) => agentId))).toEqual(new Set([...fixture.agentIds, fixture.mainId]));
  expect(run.report?.agentsInScope).toBe(fixture.agentIds.length);
  for (const { agentId, outcome, filesWritten, filesUncertain } of agents) {
    if (outcome === "not-attempted") expect([...filesWritten, ...filesUncertain]).toEqual([]);
    for (const name of filesWritten) {
      expect(fixture.gateway.readFile(fixture.keyOf(agentId), name)).not.toContain("By hand");
    }
  }
}

const endings = [
  ["cancelled", syncAndCancel],
  ["killed", syncAndKill],
] as const;

describe.each(["2026.3.28", "2026.9.6"])(`on %s, seed ${seed}`, (version) => {
  test.each(endings)(
    "no hand edit is lost when a sync is %s at a random moment",
    { timeout: 60_000 + moments * 15_000 },
    async (ending, endSync) => {
      const random = randomsOf(seed);
      const { sync, gateway } = await open({ agents: 10, gateway: { version } });
      await sync({ rotateTokens: true });
      for (let moment = 1; moment <= moments; moment += 1) {
        const made = editByHand(moment);
        slowWrites(random);
        await endSync(random() * 1_500);
        expectHonest();
        gateway.clearFaults();
        // Lets delayed writes at the gateway take effect.
        await sleep(slowestMs);
        expect((await sync()).status).toBe("succeeded");
        expect(lostOf(made), `${ending}, moment ${moment} of seed ${seed}`).toEqual([]);
      }
      console.info(`${version}, ${ending} at ${moments} moments of seed ${seed}: ${moments * edits} edits, none lost`);
    },
  );
});
