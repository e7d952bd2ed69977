import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hasWork } from "../../shared/plan-work.ts";
import { updateAgent } from "../database/agents.ts";
import { readContent } from "../database/contents.ts";
import { listFileVersions } from "../database/file-versions.ts";
import { markInterruptedRuns } from "../database/interrupted-runs.ts";
import { listRuns } from "../database/read-runs.ts";
import { applySavedPlan } from "./apply-saved-plan.ts";
import { tryLockGateway } from "./model/run-lock.ts";
import { sha256Hex } from "./model/sha256-hex.ts";
import { openProvisioningFixture, type ProvisioningFixture } from "./test-fixture.ts";
import { maskToken } from "./tokens/mask-token.ts";

/*
 * What the practice gateway's own log of writes says was replaced is in the store, and was before the write.
 * `FLIGHTDECK_MOMENTS=20` tries as many sequences, `FLIGHTDECK_SEED=N` repeats a failure.
 */
const numRuns = Number(process.env.FLIGHTDECK_MOMENTS ?? 2);
const seed = Number(process.env.FLIGHTDECK_SEED ?? Date.now() % 1_000_000);
const timeoutMs = 60_000 + numRuns * 60_000;

type Step =
  | { kind: "edit"; agent: number; file: number; text: string }
  | { kind: "template"; agent: number; text: string }
  | { kind: "sync"; overwrite: boolean; rekeyAll: boolean }
  | { kind: "cancel" | "kill"; afterMs: number }
  /** Undoes one of the runs before, counted from the latest; also in files that moved since. */
  | { kind: "undo"; back: number };

const agent = fc.nat({ max: 3 });
const words = fc.stringMatching(/^[a-z ]{1,40}$/);
const afterMs = fc.nat({ max: 900 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("edit" as const), agent, file: fc.nat({ max: 3 }), text: words }),
  fc.record({ kind: fc.constant("template" as const), agent, text: words }),
  fc.record({ kind: fc.constant("sync" as const), overwrite: fc.boolean(), rekeyAll: fc.boolean() }),
  fc.record({ kind: fc.constant("cancel" as const), afterMs }),
  fc.record({ kind: fc.constant("kill" as const), afterMs }),
  fc.record({ kind: fc.constant("undo" as const), back: fc.nat({ max: 3 }) }),
);

const editable = ["SOUL.md", "IDENTITY.md", "USER.md", "MEMORY.md"];

/** One replacement by the gateway's log: which content, and whether the store had it when the write arrived. */
type Replaced = { agentId: string; fileName: string; content: string; maskedSha256: string; wasKept: boolean };

/** Notes what each write replaces; one that the gateway's guard refuses replaces nothing. */
function watchWrites(fixture: ProvisioningFixture): Replaced[] {
  const { gateway, app, agentIds, mainId, keyOf, tokenOf } = fixture;
  const byKey = new Map([...agentIds, mainId].map((id) => [keyOf(id), id]));
  const log: Replaced[] = [];
  gateway.inject({
    kind: "busy",
    method: "agents.files.set",
    match: ({ agentId: key, name, content: next, ...params }) => {
      const [agentId = "", fileName] = [byKey.get(String(key)), String(name)];
      const content = gateway.readFile(String(key), fileName);
      const expected = Object.entries(params).find(([param]) => /hash/i.test(param))?.[1];
      const isRefused = typeof expected === "string" && content !== undefined && expected !== sha256Hex(content);
      if (content === undefined || content === next || isRefused) return false;
      const maskedSha256 = sha256Hex(maskToken(content, tokenOf(agentId)));
      log.push({ agentId, fileName, content, maskedSha256, wasKept: isInStore({ agentId, fileName, maskedSha256 }) });
      return false;
    },
  });
  const isInStore = ({ agentId, fileName, maskedSha256 }: Pick<Replaced, "agentId" | "fileName" | "maskedSha256">) =>
    listFileVersions(app.database, agentId, fileName).some(
      (version) =>
        version.maskedSha256 === maskedSha256 &&
        readContent(app.database, app.vault, version.contentSha256) !== undefined,
    );
  return log;
}

async function syncAndKill({ app, gatewayId }: ProvisioningFixture, afterMs: number): Promise<void> {
  const child = fork(join(import.meta.dirname, "test-sync-child.ts"), [app.dataDir, JSON.stringify({ gatewayId })]);
  const exited = once(child, "exit");
  await Promise.race([once(child, "message"), exited]);
  await sleep(afterMs);
  child.kill("SIGKILL");
  await exited;
  markInterruptedRuns(app.database, (id) => tryLockGateway(app.dataDir, id));
}

async function syncAndCancel({ sync }: ProvisioningFixture, afterMs: number): Promise<void> {
  const cancel = new AbortController();
  const onEvent = ({ type }: { type: string }) => {
    if (type === "started") setTimeout(() => cancel.abort(new Error("cancelled")), afterMs);
  };
  await sync({}, { signal: cancel.signal, onEvent });
}

/** Brings back everything that a run replaced. */
async function undo({ app, gatewayId, sync }: ProvisioningFixture, back: number): Promise<void> {
  const runs = listRuns(app.database, { gatewayId, limit: 100 }).filter(({ options }) => options.dryRun !== true);
  const undone = runs[Math.min(back, runs.length - 1)];
  const { plan } = await sync({ dryRun: true, restore: { runId: undone?.id ?? "" } });
  if (plan?.agents.some(hasWork)) await applySavedPlan(app, { plan, startedBy: "test" });
}

/** What the files have, without tokens. */
function contentsOf({ agentIds, gateway, keyOf, tokenOf }: ProvisioningFixture): Map<string, string> {
  const contentOf = (id: string, name: string) => maskToken(gateway.readFile(keyOf(id), name) ?? "", tokenOf(id));
  return new Map(
    agentIds.flatMap((id) => [...editable, "AGENTS.md"].map((name) => [`${id} ${name}`, contentOf(id, name)])),
  );
}

async function take(fixture: ProvisioningFixture, done: Step, count: number): Promise<void> {
  const { gateway, agentIds, app, keyOf } = fixture;
  const agentId = "agent" in done ? (agentIds[done.agent] ?? "") : "";
  if (done.kind === "edit") {
    gateway.writeFile(keyOf(agentId), editable[done.file] ?? "", `By hand, ${count}: ${done.text}`);
  } else if (done.kind === "template") {
    updateAgent(app.database, agentId, { soulTemplate: `# Soul ${done.text}`, identityTemplate: `# ${done.text}` });
  } else if (done.kind === "sync") {
    await fixture.sync({ overwrite: done.overwrite, rekeyAll: done.rekeyAll, rotateTokens: done.rekeyAll });
  } else if (done.kind === "cancel") {
    await syncAndCancel(fixture, done.afterMs);
  } else if (done.kind === "undo") {
    await undo(fixture, done.back);
  } else {
    await syncAndKill(fixture, done.afterMs);
  }
}

test.each(["2026.3.28", "2026.9.6"])(
  `on %s, seed ${seed}: every content that was ever replaced is in the store, was there before the write, and comes back`,
  { timeout: timeoutMs },
  async (version) => {
    let replacements = 0;
    const property = fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      const fixture = await openProvisioningFixture({ boards: 2, agents: 4, gateway: { version } });
      try {
        await fixture.sync({ rotateTokens: true });
        const log = watchWrites(fixture);
        // In the end what was left of the edits is replaced.
        const last: Step = { kind: "sync", overwrite: true, rekeyAll: false };
        const edit: Step = { kind: "edit", agent: 1, file: 0, text: "last" };
        for (const [count, done] of [...steps, edit].entries()) await take(fixture, done, count);
        const before = contentsOf(fixture);
        await take(fixture, last, 0);
        expect(contentsOf(fixture)).not.toEqual(before);
        await undo(fixture, 0);
        expect(contentsOf(fixture)).toEqual(before);
        expect(log.filter(({ wasKept }) => !wasKept)).toEqual([]);
        const { database, vault } = fixture.app;
        for (const { agentId, fileName, maskedSha256 } of log) {
          const kept = listFileVersions(database, agentId, fileName).filter(
            (each) => each.maskedSha256 === maskedSha256,
          );
          expect(kept.some((each) => readContent(database, vault, each.contentSha256) !== undefined)).toBe(true);
        }
        expect(log.length).toBeGreaterThan(0);
        replacements += log.length;
      } finally {
        await fixture.close();
      }
    });
    await fc.assert(property, { numRuns, seed, endOnFailure: true });
    expect(replacements).toBeGreaterThan(0);
  },
);
