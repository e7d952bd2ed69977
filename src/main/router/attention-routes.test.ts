import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { attentionTitle } from "../../shared/attention.ts";
import { markInterruptedRuns } from "../database/interrupted-runs.ts";
import { createRun } from "../database/runs.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let desk: RouterFixture;
beforeEach(async () => {
  desk = await openRouterFixture({ boards: 1, agents: 3 });
});
afterEach(() => desk.close());

const listed = async () => (await desk.client.attention.list()).items;
const shown = async () => (await listed()).filter(({ dismissedAt }) => dismissedAt === null);
const titles = async () => (await shown()).map((item) => attentionTitle(item));
const dismissFirst = async () => {
  const [item] = await shown();
  if (item) await desk.client.attention.dismiss(item);
  return item?.cause;
};
const edit = (at: number, text: string) => desk.gateway.writeFile(`mc-${desk.agentIds[at]}`, "SOUL.md", text);
const check = async () => desk.ended((await desk.client.gateways.checkDrift({ id: desk.gatewayId })).runId);

it("lists what is not known, then nothing, then what a check found", async () => {
  expect(await titles()).toEqual(["The state of 4 agents on Test gateway is not known"]);
  await desk.sync({ rotateTokens: true });
  expect(await titles()).toEqual([]);
  edit(1, "Edited.");
  expect(await titles()).toEqual([]);
  await check();
  expect(await titles()).toEqual(["1 agent on Test gateway is out of sync"]);
  expect((await shown())[0]?.named).toEqual([{ id: desk.agentIds[1], name: expect.any(String) }]);
});

it("says what it watches, and what it does not know", async () => {
  const { watch } = await desk.client.attention.list();
  expect(watch).toMatchObject({ since: expect.any(String), pausedBoards: 0, mirror: null });
  expect(watch.gateways).toMatchObject([{ agents: 4, checkEveryMinutes: 0, checkedAt: null }]);
  await desk.sync({ rotateTokens: true });
  await desk.client.gateways.setCheck({ id: desk.gatewayId, everyMinutes: 15 });
  const [gateway] = (await desk.client.attention.list()).watch.gateways;
  expect(gateway).toMatchObject({ checkEveryMinutes: 15, checkedAt: expect.any(String), isConnectionKnown: true });
});

it("a dismissed item stays away while its facts are the same, and is back when they change", async () => {
  await desk.sync({ rotateTokens: true });
  edit(1, "Edited.");
  await check();
  expect(await dismissFirst()).toBe("out-of-sync");
  expect(await titles()).toEqual([]);
  expect((await listed()).map(({ dismissedAt }) => dismissedAt)).toEqual([expect.any(String)]);
  await check();
  expect(await titles()).toEqual([]);
  edit(2, "Edited as well.");
  await check();
  expect(await titles()).toEqual(["2 agents on Test gateway are out of sync"]);
});

it("what was dismissed, was mended, and is back is shown again", async () => {
  await desk.sync({ rotateTokens: true });
  edit(1, "Edited.");
  await check();
  await dismissFirst();
  await desk.sync();
  expect(await titles()).toEqual([]);
  edit(1, "Edited.");
  await check();
  expect(await titles()).toEqual(["1 agent on Test gateway is out of sync"]);
});

it("a dismissal is undone, and one of facts that have changed meanwhile does nothing", async () => {
  const [item] = await shown();
  if (!item) throw new Error("nothing is shown");
  await desk.client.attention.dismiss({ key: item.key, fingerprint: "of earlier" });
  expect(await shown()).toHaveLength(1);
  await desk.client.attention.dismiss(item);
  expect(await shown()).toEqual([]);
  await desk.client.attention.undismiss(item);
  expect(await shown()).toHaveLength(1);
});

it("an interrupted run is listed until it is dismissed", async () => {
  const { database } = desk.hostedApp.services;
  await desk.sync({ rotateTokens: true });
  const run = {
    gatewayId: desk.gatewayId,
    gatewayName: "N",
    options: {},
    startedBy: "t",
    kind: "template-sync",
  } as const;
  const { id } = createRun(database, run);
  expect(await titles()).toEqual([]);
  markInterruptedRuns(database, () => () => {});
  expect(await titles()).toEqual(["A run on Test gateway was interrupted"]);
  expect((await shown())[0]?.runIds).toEqual([id]);
  await desk.client.runs.dismiss({ id });
  expect(await titles()).toEqual([]);
});

it("a gateway that is away is listed, and a dismissal of it ends when it is back", async () => {
  await desk.sync({ rotateTokens: true });
  const { watch } = desk.hostedApp.services;
  const view = vi.spyOn(watch, "view");
  const seen = watch.view(desk.gatewayId);
  const isNow = (state: typeof seen.state) => view.mockReturnValue({ ...seen, state });
  isNow("offline");
  expect(await dismissFirst()).toBe("away");
  isNow("retrying");
  expect(await titles()).toEqual([]);
  // A window that has just opened knows nothing yet.
  isNow("connecting");
  expect(await titles()).toEqual([]);
  isNow("offline");
  expect(await titles()).toEqual([]);
  isNow("connected");
  expect(await titles()).toEqual([]);
  isNow("offline");
  expect(await titles()).toEqual(["Test gateway cannot be reached"]);
});

it("a gateway that was upgraded since its last sync is listed until the next one", async () => {
  await desk.sync({ rotateTokens: true });
  const { watch } = desk.hostedApp.services;
  const seen = watch.view(desk.gatewayId);
  vi.spyOn(watch, "view").mockReturnValue({ ...seen, state: "connected", version: "2027.1.1" });
  expect(await titles()).toEqual(["Test gateway has another version than at its last sync"]);
  expect((await shown())[0]?.detail).toBe(`${seen.version} then, 2027.1.1 now.`);
});

it("agents that failed lead to their run, and a run that failed as a whole is listed itself", async () => {
  await desk.sync({ rotateTokens: true });
  const key = `mc-${desk.agentIds[1]}`;
  desk.gateway.writeFile(key, "SOUL.md", "Edited.");
  const fault = { kind: "error", method: "agents.files.set", code: "INVALID_REQUEST", message: "no" } as const;
  desk.gateway.inject({ ...fault, agentId: key, times: Number.POSITIVE_INFINITY });
  const { run } = await desk.sync();
  const failed = (await shown()).find(({ cause }) => cause === "failed-agents");
  expect(failed).toMatchObject({ agents: 1, runIds: [run.id] });
  expect(await desk.client.attention.agents({ key: failed?.key ?? "" })).toEqual([
    { agentId: desk.agentIds[1], isMain: false },
  ]);
  await desk.gateway.close();
  const { run: unreachable } = await desk.sync({ agentIds: [desk.agentIds[2] ?? ""], includeMain: false });
  expect(unreachable.status).toBe("unreachable");
  expect((await shown()).map(({ cause }) => cause)).toContain("failed-agents");
  expect((await shown()).find(({ cause }) => cause === "failed-agents")?.runIds).toEqual([]);
});

it("agents of paused boards are left out", async () => {
  await desk.client.boards.setPaused({ id: desk.boardIds[0] ?? "", paused: true });
  expect(await titles()).toEqual(["The state of 1 agent on Test gateway is not known"]);
  expect((await desk.client.attention.list()).watch).toMatchObject({ pausedBoards: 1 });
});

it("Mission Control's database is listed when its pulls fail, and when rows are in conflict", async () => {
  await desk.sync({ rotateTokens: true });
  desk.mirror.setSource();
  desk.mirror.savePull({});
  await desk.hostedApp.services.mirror.stop();
  expect(await titles()).toEqual(["4 agents on Test gateway have never checked in"]);
  desk.mirror.savePull({ error: { code: "mirror-unreachable", message: "It is away.", hint: "" as never } });
  desk.mirror.saveConflict({ table: "boards", id: "b" }, { column: "name", ours: "A", theirs: "B" });
  expect((await shown()).map(({ cause }) => cause)).toEqual(["never-seen", "mirror-stale", "mirror-conflicts"]);
});

it("takes the same number of statements for a larger fleet", async () => {
  const { database } = desk.hostedApp.services;
  const statementsOf = async () => {
    const prepared = vi.spyOn(database.sqlite, "prepare");
    await desk.client.attention.list();
    const count = prepared.mock.calls.length;
    prepared.mockRestore();
    return count;
  };
  const few = await statementsOf();
  const label = { colour: "slate", environment: "" } as const;
  for (const name of ["Attic", "Barn", "Cellar"]) {
    const { id } = await desk.client.gateways.create({
      organizationId: null,
      name,
      url: "",
      label,
      workspaceRoot: "/srv",
    });
    await desk.client.agents.create({ gatewayId: id, boardId: null, name });
  }
  expect((await desk.client.attention.list()).watch.gateways).toHaveLength(4);
  expect(await statementsOf()).toBe(few);
  expect(few).toBeLessThan(20);
});
