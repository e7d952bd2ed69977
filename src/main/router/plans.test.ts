import { afterEach, describe, expect, it } from "vitest";
import { planSchema } from "../../shared/plan.ts";
import { tryLockGateway } from "../provisioning/model/run-lock.ts";
import { tokenPlaceholder } from "../provisioning/tokens/mask-token.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
afterEach(() => fixture.close());

/** A provisioned fleet, with files edited on the gateway since, by the agent's number. */
async function openDrifted(edits: { [agent: number]: string[] }): Promise<void> {
  fixture = await openRouterFixture();
  expect(await fixture.sync({ rotateTokens: true })).toMatchObject({ run: { status: "succeeded" }, errors: [] });
  for (const [agent, names] of Object.entries(edits)) {
    for (const name of names) edit(Number(agent), name);
  }
}

const keyOf = (agent: number) => `mc-${fixture.agentIds[agent]}`;
const edit = (agent: number, name: string, text = "edited on the gateway") =>
  fixture.gateway.writeFile(keyOf(agent), name, text);
const contentOf = (agent: number, name: string) => fixture.gateway.readFile(keyOf(agent), name);

/** A worker's number: leads have other session keys. */
const worker = 2;
const other = 3;

describe("a plan", () => {
  it("comes of a dry run, with its diffs on demand, and writes nothing", async () => {
    await openDrifted({ [worker]: ["SOUL.md"] });
    fixture.gateway.resetCounters();
    const { run } = await fixture.sync({ dryRun: true });
    expect(fixture.gateway.fileWrites).toBe(0);
    const plan = await fixture.client.runs.plan({ id: run.id });
    expect(plan?.summary).toMatchObject({ change: 1, create: 0, conflict: 0, configWrites: 0 });
    const agentId = fixture.agentIds[worker] ?? "";
    expect(plan?.agents.find((agent) => agent.agentId === agentId)?.files).toMatchObject([
      { name: "SOUL.md", action: "change", moved: "theirs" },
    ]);
    const { diff } = await fixture.client.runs.planDiff({ id: run.id, agentId, fileName: "SOUL.md" });
    expect(diff).toContain("-edited on the gateway");
    const none = await fixture.client.runs.planDiff({ id: run.id, agentId, fileName: "IDENTITY.md" });
    expect(none).toEqual({ diff: null });
    const gone = fixture.client.runs.planDiff({ id: "nothing", agentId, fileName: "SOUL.md" });
    await expect(gone).rejects.toMatchObject({ data: { code: "not-found" } });
  });

  it("is applied in the parts that are selected, and in no other", async () => {
    await openDrifted({ [worker]: ["SOUL.md", "IDENTITY.md"], [other]: ["SOUL.md"] });
    const { run } = await fixture.sync({ dryRun: true });
    fixture.gateway.resetCounters();
    const selection = [{ agentId: fixture.agentIds[worker] ?? "", files: ["SOUL.md"] }];
    const applied = await fixture.ended((await fixture.client.runs.apply({ id: run.id, selection })).runId);
    expect(applied.run).toMatchObject({ kind: "apply-plan", status: "succeeded" });
    expect(fixture.gateway.fileWrites).toBe(1);
    expect(contentOf(worker, "SOUL.md")).not.toBe("edited on the gateway");
    expect(contentOf(worker, "IDENTITY.md")).toBe("edited on the gateway");
    expect(contentOf(other, "SOUL.md")).toBe("edited on the gateway");
  });

  it("refuses what moved since, says so, does the rest, and does the refused again on retry once it has moved back", async () => {
    await openDrifted({ [worker]: ["SOUL.md"], [other]: ["SOUL.md"] });
    const { run } = await fixture.sync({ dryRun: true });
    edit(worker, "SOUL.md", "edited once more");
    const applied = await fixture.ended((await fixture.client.runs.apply({ id: run.id, selection: null })).runId);
    expect(applied.errors).toMatchObject([{ code: "plan-moved", agentId: fixture.agentIds[worker] }]);
    expect(contentOf(worker, "SOUL.md")).toBe("edited once more");
    expect(contentOf(other, "SOUL.md")).not.toBe("edited on the gateway");
    edit(worker, "SOUL.md");
    const { runId } = await fixture.client.runs.retry({ id: applied.run.id, outcomes: ["failed"] });
    expect((await fixture.ended(runId)).run).toMatchObject({ kind: "apply-plan", status: "succeeded" });
    expect(contentOf(worker, "SOUL.md")).not.toBe("edited on the gateway");
  });

  it("is exported whole, with diffs and without a token", async () => {
    await openDrifted({ [worker]: ["SOUL.md", "IDENTITY.md"] });
    const token = /AUTH_TOKEN=([\w-]+)/.exec(contentOf(other, "AGENTS.md") ?? "")?.[1] ?? "none";
    const { run, errors } = await fixture.sync({ dryRun: true });
    expect([run.status, errors]).toEqual(["succeeded", []]);
    const { fileName, text } = await fixture.client.runs.exportPlan({ id: run.id });
    expect(fileName).toMatch(/^flight-deck-plan-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-[0-9a-f]{8}\.json$/);
    const plan = planSchema.parse(JSON.parse(text));
    const drifted = plan.agents.find(({ agentId }) => agentId === fixture.agentIds[worker]);
    for (const edited of ["SOUL.md", "IDENTITY.md"]) {
      const diff = drifted?.files.find(({ name }) => name === edited)?.diff;
      expect(diff, edited).toContain("-edited on the gateway");
    }
    expect(token).toHaveLength(43);
    for (const secret of [token, tokenPlaceholder]) expect(text).not.toContain(secret);
  });

  it("is none of a run that wrote, and cannot be applied there", async () => {
    fixture = await openRouterFixture();
    const { run } = await fixture.sync({ rotateTokens: true });
    expect(await fixture.client.runs.plan({ id: run.id })).toBeNull();
    const applied = fixture.client.runs.apply({ id: run.id, selection: null });
    await expect(applied).rejects.toMatchObject({ data: { code: "not-found" } });
  });
});

describe("sync states", () => {
  it("say of agents, boards and gateway how far they are from our records, and follow a check", async () => {
    fixture = await openRouterFixture();
    const unknown = { state: "unknown", synced: 0, outOfSync: 0, conflict: 0, unknown: 7, paused: 0, checkedAt: null };
    expect((await fixture.client.gateways.list())[0]?.sync).toEqual(unknown);
    await fixture.sync({ rotateTokens: true });
    expect((await fixture.client.gateways.list())[0]).toMatchObject({
      sync: { state: "synced", synced: 7, unknown: 0 },
      lastRun: { foundDrift: false },
    });
    edit(worker, "SOUL.md");
    const { runId } = await fixture.client.gateways.checkDrift({ id: fixture.gatewayId });
    expect((await fixture.ended(runId)).run).toMatchObject({ kind: "drift-check", status: "succeeded" });
    expect((await fixture.client.gateways.list())[0]).toMatchObject({
      sync: { state: "out-of-sync", synced: 6, outOfSync: 1 },
      lastRun: { runId, foundDrift: true, allSkipped: false },
    });
    const agent = await fixture.client.agents.get({ id: fixture.agentIds[worker] ?? "" });
    expect(agent).toMatchObject({ syncState: "out-of-sync", differing: [{ name: "SOUL.md", moved: "theirs" }] });
    const rows = await fixture.client.agents.list({});
    expect(rows.filter((row) => "differing" in row).map(({ id, differing }) => [id, differing])).toEqual([
      [agent.id, [{ name: "SOUL.md", moved: "theirs" }]],
    ]);
    const states = (await fixture.client.boards.list({})).map(({ id, sync }) => [id === agent.boardId, sync.state]);
    expect(states.toSorted()).toEqual([
      [false, "synced"],
      [true, "out-of-sync"],
    ]);
  });

  it("count agents of paused boards, which no check compares, as unknown, but not against their gateway", async () => {
    fixture = await openRouterFixture();
    const [board] = await fixture.client.boards.list({});
    const { id, agents: paused = 0 } = await fixture.client.boards.setPaused({ id: board?.id ?? "", paused: true });
    const syncOf = async () => (await fixture.client.gateways.list())[0]?.sync;
    expect(await syncOf()).toMatchObject({ state: "unknown", unknown: 7, paused });
    await fixture.sync({ rotateTokens: true });
    expect(await syncOf()).toMatchObject({ state: "synced", synced: 7 - paused, unknown: paused, paused });
    expect((await fixture.client.boards.list({})).find((row) => row.id === id)?.sync.state).toBe("unknown");
    await fixture.client.boards.setPaused({ id, paused: false });
    expect(await syncOf()).toMatchObject({ state: "unknown", unknown: paused, paused: 0 });
  });

  it("narrow a sync to agents that are out of sync", async () => {
    await openDrifted({ [worker]: ["SOUL.md"] });
    await fixture.ended((await fixture.client.gateways.checkDrift({ id: fixture.gatewayId })).runId);
    const { agents } = await fixture.sync({ outOfSyncOnly: true });
    expect(agents.map(({ agentId }) => agentId)).toEqual([fixture.agentIds[worker]]);
  });
});

describe("a file that was edited on the gateway", () => {
  const soulOf = async () => {
    const { files } = await fixture.client.agents.files({ id: fixture.agentIds[worker] ?? "" });
    return files.find(({ name }) => name === "SOUL.md");
  };
  const stateOf = async () => (await fixture.client.agents.get({ id: fixture.agentIds[worker] ?? "" })).syncState;

  it("is kept until it changes again, and comparing it updates its agent's sync state", async () => {
    await openDrifted({ [worker]: ["SOUL.md"] });
    const id = fixture.agentIds[worker] ?? "";
    const { theirsMaskedSha256, oursMaskedSha256, ...seen } = (await soulOf()) ?? { oursMaskedSha256: "" };
    expect(seen).toMatchObject({ action: "change", moved: "theirs", isKept: false });
    expect(await stateOf()).toBe("out-of-sync");
    const kept = { theirsMaskedSha256: theirsMaskedSha256 ?? "", oursMaskedSha256 };
    await fixture.client.agents.keepTheirs({ id, fileName: "SOUL.md", kept });
    expect(await soulOf()).toMatchObject({ action: "preserved", isKept: true });
    expect(await stateOf()).toBe("synced");
    await fixture.sync();
    expect(contentOf(worker, "SOUL.md")).toBe("edited on the gateway");
    edit(worker, "SOUL.md", "edited once more");
    expect(await soulOf()).toMatchObject({ action: "change", isKept: false });
    expect(await stateOf()).toBe("out-of-sync");
  });

  it("is ours again once that is chosen, and it alone is written", async () => {
    await openDrifted({ [worker]: ["SOUL.md", "IDENTITY.md"] });
    const id = fixture.agentIds[worker] ?? "";
    const soul = await soulOf();
    const kept = {
      theirsMaskedSha256: soul?.theirsMaskedSha256 ?? "",
      oursMaskedSha256: soul?.oursMaskedSha256 ?? "",
    };
    await fixture.client.agents.keepTheirs({ id, fileName: "SOUL.md", kept });
    const unlock = tryLockGateway(fixture.dataDir, fixture.gatewayId);
    const duringRun = fixture.client.agents.keepTheirs({ id, fileName: "SOUL.md", kept: null });
    await expect(duringRun).rejects.toMatchObject({ data: { code: "run-in-progress" } });
    unlock?.();
    expect(await soulOf()).toMatchObject({ isKept: true });
    await fixture.client.agents.keepTheirs({ id, fileName: "SOUL.md", kept: null });
    fixture.gateway.resetCounters();
    await fixture.sync({ agentIds: [id], includeMain: false, fileNames: ["SOUL.md"] });
    expect(fixture.gateway.fileWrites).toBe(1);
    expect(await soulOf()).toMatchObject({ action: "unchanged" });
    expect(contentOf(worker, "IDENTITY.md")).toBe("edited on the gateway");
  });
});

describe("background checks", () => {
  it("are chosen per gateway, in whole minutes up to a day, and go with it", async () => {
    fixture = await openRouterFixture();
    const { gatewayId: id } = fixture;
    expect((await fixture.client.gateways.list())[0]?.checkEveryMinutes).toBe(0);
    expect((await fixture.client.gateways.setCheck({ id, everyMinutes: 15 })).checkEveryMinutes).toBe(15);
    expect((await fixture.client.gateways.list())[0]?.checkEveryMinutes).toBe(15);
    expect((await fixture.client.gateways.setCheck({ id, everyMinutes: 0 })).checkEveryMinutes).toBe(0);
    for (const everyMinutes of [-1, 0.5, 1441]) {
      await expect(fixture.client.gateways.setCheck({ id, everyMinutes })).rejects.toMatchObject({
        data: { code: "bad-input" },
      });
    }
    await expect(fixture.client.gateways.setCheck({ id: "nothing", everyMinutes: 5 })).rejects.toMatchObject({
      data: { code: "not-found" },
    });
  });
});
