import { fork } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { readContent } from "../database/contents.ts";
import { listFileVersions } from "../database/file-versions.ts";
import { markInterruptedRuns } from "../database/interrupted-runs.ts";
import { listRuns } from "../database/read-runs.ts";
import { applySavedPlan } from "../provisioning/apply-saved-plan.ts";
import { tryLockGateway } from "../provisioning/model/run-lock.ts";
import { syncTemplates } from "../provisioning/sync-gateway.ts";
import { fixture, open } from "../provisioning/test-open-fixture.ts";
import { randomsOf } from "../provisioning/test-randoms.ts";
import { maskToken } from "../provisioning/tokens/mask-token.ts";
import { readStoredRun } from "../runs/stored-run.ts";
import { copyTemplates } from "../templates/test-template-folder.ts";
import { saveSettings } from "./change-settings.ts";
import { undoOptions } from "./plan-restores.ts";
import { repeatRun, unfinished } from "./repeat-run.ts";

/*
 * Undos that are killed at any moment. `FLIGHTDECK_MOMENTS=20` tries as many moments of each kind, `FLIGHTDECK_SEED=N` repeats a
 * failure.
 */
const moments = Number(process.env.FLIGHTDECK_MOMENTS ?? 2);
const seed = Number(process.env.FLIGHTDECK_SEED ?? Date.now() % 1_000_000);
const slowestMs = 300;
const startedBy = "test";
const names = ["SOUL.md", "AGENTS.md"];

/** What these files have, without the agents' tokens. */
function contents(): Map<string, string> {
  const { agentIds, gateway, keyOf, tokenOf } = fixture;
  return new Map(
    agentIds.flatMap((id) =>
      names.map((name) => [`${id} ${name}`, maskToken(gateway.readFile(keyOf(id), name) ?? "", tokenOf(id))] as const),
    ),
  );
}

function editByHand(moment: number): void {
  const { agentIds, gateway, keyOf } = fixture;
  for (const id of agentIds) {
    for (const name of names) {
      gateway.writeFile(keyOf(id), name, `${gateway.readFile(keyOf(id), name)}\nBy hand, ${moment}.`);
    }
  }
}

async function inChild(file: string, words: string[], afterMs: number): Promise<void> {
  const { app } = fixture;
  const child = fork(file, [app.dataDir, ...words]);
  const exited = once(child, "exit");
  await Promise.race([once(child, "message"), exited]);
  await sleep(afterMs);
  child.kill("SIGKILL");
  await exited;
  markInterruptedRuns(app.database, (id) => tryLockGateway(app.dataDir, id));
  // Lets delayed writes at the gateway take effect.
  fixture.gateway.clearFaults();
  await sleep(slowestMs);
}

function slowWrites(random: () => number): void {
  for (let faults = 0; faults < 40; faults += 1) {
    const when = random() < 0.5 ? "before" : "after";
    fixture.gateway.inject({ kind: "slow", method: "agents.files.set", delayMs: random() * slowestMs, when });
  }
}

async function undo(runId: string): Promise<void> {
  const { app } = fixture;
  const { plan } = await syncTemplates(app, { options: undoOptions(app.database, runId), startedBy });
  if (!plan || plan.summary.change === 0) return;
  const { report } = await applySavedPlan(app, { plan, startedBy });
  expect(report.errors).toEqual([]);
}

/** Takes up the latest run, if it was cut off. */
async function resume(): Promise<void> {
  const { app } = fixture;
  const [latest] = listRuns(app.database, { limit: 1 });
  if (latest?.status !== "interrupted") return;
  const snapshot = readStoredRun(app.database, latest.id);
  const result = await repeatRun(app, { snapshot, outcomes: unfinished }, { startedBy });
  expect([result?.status, result?.report.errors]).toEqual(["succeeded", []]);
}

describe.each(["2026.3.28", "2026.9.6"])(`on %s, seed ${seed}`, (version) => {
  test("an undo that is killed loses nothing, whether it is resumed or a sync comes first", {
    timeout: 60_000 + moments * 20_000,
  }, async () => {
    const random = randomsOf(seed);
    const { sync, agentIds, app } = await open({ agents: 6, gateway: { version } });
    await sync({ rotateTokens: true });
    for (let moment = 1; moment <= moments; moment += 1) {
      editByHand(moment);
      const before = contents();
      const { report } = await sync();
      const rendered = contents();
      slowWrites(random);
      await inChild(join(import.meta.dirname, "test-undo-child.ts"), [report.runId], random() * 500);
      const resumes = moment % 2 === 1;
      if (resumes) {
        await resume();
      } else {
        const then = contents();
        expect((await sync()).report.errors).toEqual([]);
        // What had come back stays; the rest is as the sync before had left it.
        expect(contents()).toEqual(then);
        for (const [file, content] of then) expect([before.get(file), rendered.get(file)]).toContain(content);
        await undo(report.runId);
      }
      expect(contents(), `moment ${moment} of seed ${seed}`).toEqual(before);
      expect((await sync()).report.stats.fileWrites).toBe(0);
      for (const id of agentIds) {
        const kept = listFileVersions(app.database, id, "SOUL.md").map(({ contentSha256 }) =>
          readContent(app.database, app.vault, contentSha256),
        );
        expect(kept).toContain(rendered.get(`${id} SOUL.md`));
      }
    }
  });

  test("an undo with the templates from before that is killed is finished by a resume or the next sync", {
    timeout: 60_000 + moments * 20_000,
  }, async () => {
    const random = randomsOf(seed);
    const { sync, agentIds, app } = await open({ agents: 6, gateway: { version } });
    const folder = copyTemplates(join(app.dataDir, "templates/ours"));
    saveSettings(app.database, { templateFolder: folder });
    await sync({ rotateTokens: true });
    for (let moment = 1; moment <= moments; moment += 1) {
      const before = contents();
      appendFileSync(join(folder, "BOARD_SOUL.md.j2"), `Rule ${moment}.\n`);
      const { report } = await sync();
      expect(report.stats.fileWrites).toBe(agentIds.length + 1);
      slowWrites(random);
      await inChild(join(import.meta.dirname, "test-undo-child.ts"), [report.runId, "with-templates"], random() * 500);
      if (moment % 2 === 0) await resume();
      // The templates are those from before, so a sync does the rest.
      expect((await sync()).report.errors).toEqual([]);
      expect(contents(), `moment ${moment} of seed ${seed}`).toEqual(before);
      expect((await sync()).report.stats.fileWrites).toBe(0);
    }
  });

  test("a sync that was killed is undone as far as it came", async () => {
    const random = randomsOf(seed);
    const { sync, gatewayId, app } = await open({ agents: 6, gateway: { version } });
    await sync({ rotateTokens: true });
    editByHand(0);
    const before = contents();
    slowWrites(random);
    const child = join(import.meta.dirname, "../provisioning/test-sync-child.ts");
    await inChild(child, [JSON.stringify({ gatewayId })], 200 + random() * 600);
    const [killed] = listRuns(app.database, { limit: 1 });
    const wrote = [...contents()].filter(([file, content]) => before.get(file) !== content);
    if (wrote.length > 0) await undo(killed?.id ?? "");
    expect(contents()).toEqual(before);
  });
});
