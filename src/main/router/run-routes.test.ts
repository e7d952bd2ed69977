import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { RunBatch } from "../../shared/run-views.ts";
import { tryLockGateway } from "../provisioning/model/run-lock.ts";
import { copyTemplates } from "../templates/test-template-folder.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
afterEach(() => fixture.close());

async function batchesOf(runId: string, afterSeq = 0): Promise<RunBatch[]> {
  const batches: RunBatch[] = [];
  for await (const batch of await fixture.client.runs.follow({ id: runId, afterSeq })) batches.push(batch);
  return batches;
}

const statesOf = (batches: RunBatch[]) =>
  batches.flatMap(({ events }) => events).flatMap((event) => (event.type === "agent-outcome" ? [event.outcome] : []));

describe("a sync started by a window", () => {
  it("answers with its id, is followed to its end, and is in the history with its timeline", async () => {
    fixture = await openRouterFixture();
    const { runId } = await fixture.client.runs.sync({ gatewayId: fixture.gatewayId, rotateTokens: true });
    expect((await fixture.client.runs.get({ id: runId })).run.status).toBe("running");
    expect((await fixture.client.gateways.list())[0]?.runningRunId).toBe(runId);
    const batches = await batchesOf(runId);
    expect(statesOf(batches)).toHaveLength(7);
    const { run, agents, timeline, report, seq, phase } = await fixture.client.runs.get({ id: runId });
    expect(run).toMatchObject({ status: "succeeded", kind: "template-sync", counts: { updated: 7 }, errors: 0 });
    expect(phase).toBe("done");
    expect(seq).toBe(0);
    expect(agents.every(({ state }) => state === "done")).toBe(true);
    expect(report).toMatchObject({ agentsUpdated: 6, mainUpdated: true, agents: [], errors: [] });
    const calls = timeline.reduce((sum, bucket) => sum + bucket.calls, 0);
    expect(calls).toBe(report?.stats.rpcCalls);
    expect((await fixture.client.runs.list({})).map(({ id }) => id)).toEqual([runId]);
  });

  it("ends at once for those who follow it when it is over", async () => {
    fixture = await openRouterFixture();
    const { run } = await fixture.sync({ rotateTokens: true });
    expect(await batchesOf(run.id, 3)).toEqual([]);
  });

  it("cannot be followed where there is none", async () => {
    fixture = await openRouterFixture();
    const followed = fixture.client.runs.follow({ id: "nothing", afterSeq: 0 });
    await expect(followed).rejects.toMatchObject({ data: { code: "not-found" } });
  });

  it("that a shutdown stops ends as interrupted, with what it did not reach, and is taken up later", async () => {
    fixture = await openRouterFixture({ gateway: { latencyMs: 20 } });
    const { runId } = await fixture.client.runs.sync({ gatewayId: fixture.gatewayId, rotateTokens: true });
    while ((await fixture.client.runs.get({ id: runId })).phase !== "writing-files") await sleep(5);
    fixture.hostedApp.services.runs.interrupt();
    const { run, agents, report } = await fixture.ended(runId);
    expect(run.status).toBe("interrupted");
    expect(report?.errors).toEqual([]);
    const left = agents.flatMap((agent) => (agent.state === "done" ? [agent.outcome] : []));
    expect(left.filter(({ outcome }) => outcome === "not-attempted")).not.toEqual([]);
    expect(left.find(({ outcome }) => outcome === "not-attempted")?.reason).toMatch(/^app-ended/);
    const again = await fixture.client.runs.retry({ id: runId, outcomes: ["failed", "not-attempted"] });
    expect((await fixture.ended(again.runId)).run.status).toBe("succeeded");
    expect((await fixture.sync({})).run.counts.unchanged).toBe(7);
  });

  it("is refused during another run, and leaves that one alone", async () => {
    fixture = await openRouterFixture({ gateway: { latencyMs: 20 } });
    const { runId } = await fixture.client.runs.sync({ gatewayId: fixture.gatewayId, rotateTokens: true });
    const second = fixture.client.runs.sync({ gatewayId: fixture.gatewayId });
    await expect(second).rejects.toMatchObject({ code: "FLIGHT_DECK", data: { code: "run-in-progress" } });
    expect((await fixture.ended(runId)).run.status).toBe("succeeded");
  });

  it("is cancelled by its id, and what was not reached is not attempted", async () => {
    fixture = await openRouterFixture({ agents: 40, gateway: { latencyMs: 100 } });
    const { runId } = await fixture.client.runs.sync({ gatewayId: fixture.gatewayId, rotateTokens: true });
    await fixture.client.runs.cancel({ id: runId });
    const { run, agents } = await fixture.ended(runId);
    expect(run.status).toBe("cancelled");
    expect(run.counts["not-attempted"]).toBe(agents.length);
  });

  it("shows the backoff while the gateway is away, and continues at once with retry now", async () => {
    fixture = await openRouterFixture();
    await fixture.gateway.kill();
    const { runId } = await fixture.client.runs.sync({ gatewayId: fixture.gatewayId, rotateTokens: true });
    const live = await untilSnapshot(runId, ({ waiting }) => waiting !== null);
    expect(live.waiting?.attempt).toBeGreaterThan(0);
    expect(live.waiting?.reason).toMatch(/ECONNREFUSED/);
    await fixture.gateway.start();
    await fixture.client.runs.retryNow({ id: runId });
    expect((await fixture.ended(runId)).run.status).toBe("succeeded");
  });

  it("cannot be cancelled once it has ended", async () => {
    fixture = await openRouterFixture();
    const { run } = await fixture.sync({ rotateTokens: true });
    await expect(fixture.client.runs.cancel({ id: run.id })).rejects.toMatchObject({ data: { code: "bad-input" } });
  });
});

async function untilSnapshot(
  runId: string,
  isRight: (snapshot: Awaited<ReturnType<RouterFixture["ended"]>>) => boolean,
) {
  for (;;) {
    const snapshot = await fixture.client.runs.get({ id: runId });
    if (isRight(snapshot)) return snapshot;
    await sleep(5);
  }
}

describe("retry", () => {
  it("does the failed agents again, with the run's own options", async () => {
    fixture = await openRouterFixture();
    await fixture.sync({ rotateTokens: true });
    const unlucky = fixture.agentIds[2] ?? "";
    for (const name of ["SOUL.md", "IDENTITY.md"]) fixture.gateway.writeFile(`mc-${unlucky}`, name, "edited");
    fixture.gateway.inject({
      kind: "error",
      method: "agents.files.set",
      code: "INVALID_REQUEST",
      message: "disk full",
    });
    const first = await fixture.sync({ boardId: fixture.boardIds[0] ?? "", includeMain: false });
    expect(first.run.counts.failed).toBe(1);
    const { runId } = await fixture.client.runs.retry({ id: first.run.id, outcomes: ["failed"] });
    const second = await fixture.ended(runId);
    expect(second.agents.map(({ agentId }) => agentId)).toEqual([unlucky]);
    expect(second.run).toMatchObject({
      status: "succeeded",
      options: { boardId: fixture.boardIds[0], includeMain: false },
    });
  });

  it("repairs tokens where it is asked to", async () => {
    fixture = await openRouterFixture();
    await fixture.sync();
    for (const { id } of await fixture.client.agents.list({})) {
      const { agentKey } = await fixture.client.agents.get({ id });
      fixture.gateway.writeFile(agentKey, "AGENTS.md", "# Agent");
    }
    const first = await fixture.sync();
    expect(first.run.counts.skipped).toBe(7);
    const { runId } = await fixture.client.runs.retry({ id: first.run.id, outcomes: ["skipped"], rotateTokens: true });
    expect((await fixture.ended(runId)).run.counts.updated).toBe(7);
    expect((await fixture.client.agents.list({})).map(({ token }) => token)).toEqual(Array(7).fill("verified"));
  });

  it("is refused where no agent ended so", async () => {
    fixture = await openRouterFixture();
    const { run } = await fixture.sync({ rotateTokens: true });
    const retried = fixture.client.runs.retry({ id: run.id, outcomes: ["failed"] });
    await expect(retried).rejects.toMatchObject({ data: { code: "bad-input" } });
  });
});

describe("ensuring agents", () => {
  it("makes a board's lead in a run of its own, and does nothing where it is there", async () => {
    fixture = await openRouterFixture({ boards: 2, agents: 2 });
    await fixture.sync({ rotateTokens: true });
    const boardId = fixture.boardIds[0] ?? "";
    await fixture.sync();
    const existing = await fixture.client.runs.ensureLead({ boardId });
    expect(existing).toEqual({ runId: null, agentId: fixture.agentIds[0] });
    const board = await fixture.client.boards.create({ ...newBoard, gatewayId: fixture.gatewayId });
    const { runId, agentId } = await fixture.client.runs.ensureLead({ boardId: board.id, agentName: "Nora" });
    const { run } = await fixture.ended(runId ?? "");
    expect(run).toMatchObject({ kind: "ensure-lead", status: "succeeded" });
    await expect.poll(async () => (await fixture.client.agents.get({ id: agentId })).status).toBe("online");
    expect((await fixture.client.boards.list({})).find(({ id }) => id === board.id)?.lead).toEqual({
      id: agentId,
      name: "Nora",
    });
  });

  it("makes a gateway's main agent", async () => {
    fixture = await openRouterFixture();
    await fixture.client.agents.delete({ id: fixture.mainId, confirmName: "Main", evenIfGatewayAway: false });
    const { runId, agentId } = await fixture.client.runs.ensureGatewayAgent({ gatewayId: fixture.gatewayId });
    expect((await fixture.ended(runId ?? "")).agents).toMatchObject([{ agentId, isMain: true, state: "done" }]);
  });
});

const newBoard = { name: "New", successMetrics: null, objective: null, targetDate: null, goalSource: null };

describe("an undo with the templates from before", () => {
  it("leaves them as they are when the gateway is busy, and takes them once the plan of it begins", async () => {
    fixture = await openRouterFixture();
    const { client, dataDir, gatewayId } = fixture;
    const folder = copyTemplates(join(dataDir, "templates/ours"));
    await client.templates.assignSet({ folder, target: { kind: "gateway", id: gatewayId } });
    await fixture.sync({ rotateTokens: true });
    const template = join(folder, "BOARD_SOUL.md.j2");
    const before = readFileSync(template, "utf8");
    writeFileSync(template, `${before}Be brief.\n`);
    const { id } = (await fixture.sync()).run;
    const withTemplates = await client.runs.earlierTemplates({ id });
    expect(withTemplates).toHaveLength(1);
    const unlock = tryLockGateway(dataDir, gatewayId);
    const refused = client.runs.undo({ id, withTemplates });
    await expect(refused).rejects.toMatchObject({ data: { code: "run-in-progress" } });
    unlock?.();
    expect(readFileSync(template, "utf8")).toBe(`${before}Be brief.\n`);
    const moved = client.runs.undo({
      id,
      withTemplates: withTemplates.map((set) => ({ ...set, baseSha256: "another" })),
    });
    await expect(moved).rejects.toMatchObject({ data: { code: "templates-not-saved" } });
    const { runId } = await client.runs.undo({ id, withTemplates });
    expect((await fixture.ended(runId)).run.status).toBe("succeeded");
    expect(readFileSync(template, "utf8")).toBe(before);
  });
});
