import { describe, expect, test } from "vitest";
import type { TestClient } from "./test-client.ts";
import { patch, rosterPatch, startAndConnect } from "./test-gateways.ts";

type Job = {
  id: string;
  name: string;
  declarationKey: string;
  agentId?: string;
  schedule: { everyMs: number };
  enabled: boolean;
  state: object;
};
type Page = { jobs: Job[]; total: number; hasMore: boolean; nextOffset: number | null };

async function allJobs({ call }: Pick<TestClient, "call">, params: object = {}): Promise<Job[]> {
  const jobs: Job[] = [];
  for (let offset: number | null = 0; offset !== null; ) {
    const page: Page = await call<Page>("cron.list", { limit: 200, offset, ...params });
    jobs.push(...page.jobs);
    offset = page.nextOffset;
  }
  return jobs;
}

const heartbeats = (jobs: Job[]) =>
  jobs
    .map(({ declarationKey }) => declarationKey)
    .filter((key) => key.startsWith("heartbeat:"))
    .sort();

describe("heartbeat automations", () => {
  test("belong to the default agent until an agent has a heartbeat of its own", async () => {
    const { gateway: _, ...client } = await startAndConnect();
    expect(heartbeats(await allJobs(client))).toEqual(["heartbeat:main"]);
    await patch(client, rosterPatch("2026.9.6", { ids: ["a", "b"] }));
    const jobs = await allJobs(client);
    expect(heartbeats(jobs)).toEqual(["heartbeat:a", "heartbeat:b"]);
    expect(jobs.find(({ declarationKey }) => declarationKey === "heartbeat:a")?.schedule.everyMs).toBe(600_000);
  });

  test("are skipped when they would deliver to a chat that does not exist, and run when they deliver nowhere", async () => {
    const { gateway: _, ...client } = await startAndConnect();
    for (const [id, target] of Object.entries({ waits: "last", runs: "none" })) {
      await patch(client, rosterPatch("2026.9.6", { ids: [id], heartbeat: { every: "20ms", target } }));
    }
    const stateOf = async (id: string) => {
      const { jobs } = await client.call<Page>("cron.list", { agentId: id, query: "heartbeat" });
      return jobs[0]?.state;
    };
    await expect
      .poll(() => stateOf("waits"))
      .toMatchObject({
        lastRunStatus: "skipped",
        lastError: "heartbeat skipped: no-route",
        consecutiveSkipped: expect.any(Number),
      });
    await expect.poll(() => stateOf("runs")).toMatchObject({ lastRunStatus: "ok", consecutiveSkipped: 0 });
  });

  test("are listed in pages, between other automations", async () => {
    const { gateway: _, call, ...client } = await startAndConnect();
    const ids = Array.from({ length: 60 }, (_, n) => `mc-${n}`);
    await patch({ call, ...client }, rosterPatch("2026.9.6", { ids }));
    const first = await call<Page>("cron.list");
    expect(first).toMatchObject({ total: 122, offset: 0, limit: 50, hasMore: true, nextOffset: 50 });
    expect(first.jobs).toHaveLength(50);
    expect(heartbeats(await allJobs({ call }))).toHaveLength(60);
    expect(heartbeats(await allJobs({ call }, { agentId: "mc-7" }))).toEqual(["heartbeat:mc-7"]);
  });

  test("have a brief form, and an order that does not change while they run", async () => {
    const { gateway: _, ...client } = await startAndConnect();
    await patch(client, rosterPatch("2026.9.6", { ids: ["a", "b", "c"] }));
    const jobs = await allJobs(client, { compact: true, sortBy: "name", sortDir: "desc" });
    expect(heartbeats(jobs)).toEqual(["heartbeat:a", "heartbeat:b", "heartbeat:c"]);
    expect(jobs[0]).not.toHaveProperty("payload");
    const names = jobs.map(({ name }) => name).filter((name) => name.startsWith("heartbeat"));
    expect(names).toEqual(["heartbeat-c", "heartbeat-b", "heartbeat-a"]);
  });

  test("keep their id when the interval changes, and are hidden when it is 0m", async () => {
    const { gateway: _, ...client } = await startAndConnect();
    await patch(client, rosterPatch("2026.9.6", { ids: ["a"] }));
    const before = (await allJobs(client)).find(({ declarationKey }) => declarationKey === "heartbeat:a");
    await patch(client, { agents: { entries: { a: { heartbeat: { every: "5m" } } } } });
    const after = (await allJobs(client)).find(({ declarationKey }) => declarationKey === "heartbeat:a");
    expect(after).toMatchObject({ id: before?.id, schedule: { everyMs: 300_000 } });
    await patch(client, { agents: { entries: { a: { heartbeat: { every: "0m" } } } } });
    expect(heartbeats(await allJobs(client))).toEqual([]);
    expect(heartbeats(await allJobs(client, { includeDisabled: true }))).toEqual(["heartbeat:a"]);
  });

  test("do not exist before 2026.8", async () => {
    const { call, failure } = await startAndConnect({ version: "2026.3.28" });
    expect(await call<Page>("cron.list")).toMatchObject({ jobs: [], total: 0, hasMore: false, nextOffset: null });
    expect((await failure("cron.scratch.get", { id: "x" })).message).toBe("unknown method: cron.scratch.get");
  });
});

describe("scratch", () => {
  test("keeps the heartbeat text with a revision", async () => {
    const { gateway, call, ...client } = await startAndConnect();
    await patch({ call, ...client }, rosterPatch("2026.9.6", { ids: ["a"] }));
    const id = (await allJobs({ call })).find(({ declarationKey }) => declarationKey === "heartbeat:a")?.id;
    expect(await call("cron.scratch.get", { id })).toEqual({ scratch: null, currentRevision: 0, maxBytes: 262_144 });
    expect(gateway.readScratch("a")).toBeUndefined();
    expect(await call("cron.scratch.set", { id, content: "Check in." })).toMatchObject({
      ok: true,
      currentRevision: 1,
      scratch: { content: "Check in.", revision: 1 },
    });
    expect(await call("cron.scratch.set", { id, content: "x", expectedRevision: 9 })).toEqual({
      ok: false,
      reason: "revision-conflict",
      currentRevision: 1,
    });
    expect(gateway.readScratch("a")?.content).toBe("Check in.");
    expect(await call("cron.scratch.set", { id, content: "", expectedRevision: 1 })).toMatchObject({ ok: true });
    expect(gateway.readScratch("a")?.content).toBe("");
  });

  test("of an unknown automation is an error", async () => {
    const { failure } = await startAndConnect();
    expect(await failure("cron.scratch.set", { id: "nope", content: "x" })).toMatchObject({
      gatewayCode: "INVALID_REQUEST",
      details: { code: "CRON_JOB_NOT_FOUND", jobId: "nope" },
      message: expect.stringMatching(/^Automation not found: nope\./),
    });
    expect((await failure("cron.scratch.set", { id: "nope", content: "x".repeat(300_000) })).message).toContain(
      "at /content: must not have more than 262144 characters",
    );
  });
});
