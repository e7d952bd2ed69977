import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { BulkReport } from "../../shared/bulk.ts";
import { listWrittenFiles } from "../database/written-files.ts";
import { tryLockGateway } from "../provisioning/model/run-lock.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
beforeAll(async () => {
  fixture = await openRouterFixture({ boards: 3, agents: 9 });
  await fixture.sync({ rotateTokens: true });
});
afterAll(() => fixture.close());

let workers: string[];
let everyone: { id: string; name: string; boardId: string | null; isMain: boolean; isBoardLead: boolean }[];
beforeEach(async () => {
  everyone = await fixture.client.agents.list({});
  workers = everyone.filter(({ isMain, isBoardLead }) => !isMain && !isBoardLead).map(({ id }) => id);
});
const idsOf = (items: BulkReport["done"]) => items.map(({ id }) => id);
const keyOf = async (id: string) => (await fixture.client.agents.get({ id })).agentKey;

it("moves the agents that can move, and says who stays and why; a dry run changes nothing", async () => {
  const [boardId = ""] = fixture.boardIds;
  const ids = everyone.map(({ id }) => id);
  const before = await fixture.client.agents.list({ boardId });
  const preview = await fixture.client.bulk.moveAgents({ agentIds: ids, boardId, dryRun: true });
  expect(await fixture.client.agents.list({ boardId })).toEqual(before);
  const report = await fixture.client.bulk.moveAgents({ agentIds: ids, boardId });
  expect(report).toEqual(preview);
  expect(idsOf(report.done)).toEqual(
    everyone.filter((a) => workers.includes(a.id) && a.boardId !== boardId).map((a) => a.id),
  );
  expect(new Set(report.leftOut.map(({ note }) => note))).toEqual(
    new Set([
      "the main agent of a gateway is on no board",
      "it is on this board already",
      "a lead stays with its board",
    ]),
  );
  expect(report.done.length + report.leftOut.length).toBe(ids.length);
  const there = (await fixture.client.agents.list({ boardId })).map(({ id }) => id);
  expect(there).toEqual(expect.arrayContaining(workers));
  expect((await fixture.client.agents.get({ id: report.done[0]?.id ?? "" })).syncState).toBe("unknown");
});

it("keeps theirs and takes ours for all files in conflict of the chosen agents, and for no others", async () => {
  await fixture.sync();
  const [one = "", two = "", three = ""] = workers;
  for (const id of [one, two, three]) {
    fixture.gateway.writeFile(await keyOf(id), "SOUL.md", "Edited on the gateway.");
    await fixture.client.agents.update({ id, change: { soulTemplate: `Changed here for {{ agent_name }}.` } });
  }
  const found = await fixture.client.bulk.findConflicts({ agentIds: [one, two, ...fixture.agentIds.slice(0, 1)] });
  expect(idsOf(found.report.done).toSorted()).toEqual([one, two].toSorted());
  expect(found.report.leftOut.map(({ note }) => note)).toEqual(["it has no file in conflict"]);
  expect(found.files.map(({ fileName }) => fileName)).toEqual(["SOUL.md", "SOUL.md"]);
  const [ofOne, ofTwo] = [one, two].map((id) => found.files.filter(({ agentId }) => agentId === id));
  expect(await fixture.client.bulk.keepTheirs({ files: ofOne ?? [] })).toMatchObject({ files: 1, problems: [] });
  expect((await fixture.client.agents.get({ id: one })).syncState).toBe("synced");
  const taken = await fixture.client.bulk.takeOurs({ files: ofTwo ?? [] });
  expect(taken).toMatchObject({ files: 1, problems: [], runIds: [expect.any(String)] });
  const soul = async (id: string) => fixture.gateway.readFile(await keyOf(id), "SOUL.md");
  expect(await soul(one)).toBe("Edited on the gateway.");
  expect(await soul(two)).toContain("Changed here for");
  expect(await soul(three)).toBe("Edited on the gateway.");
  await fixture.sync({ agentIds: [one], includeMain: false });
  expect(await soul(one)).toBe("Edited on the gateway.");
});

/** Both sides of these agents' SOUL.md change. */
async function makeConflicts(ids: string[], text: string): Promise<void> {
  for (const id of ids) {
    fixture.gateway.writeFile(await keyOf(id), "SOUL.md", `Edited on the gateway: ${text}`);
    await fixture.client.agents.update({ id, change: { soulTemplate: `Changed here: ${text}` } });
  }
}

it("tells agents that could not be compared from those without a conflict", async () => {
  await fixture.sync({ overwrite: true });
  const [one = "", two = "", three = ""] = workers;
  const unlock = tryLockGateway(fixture.dataDir, fixture.gatewayId);
  const busy = await fixture.client.bulk.findConflicts({ agentIds: [one, two] });
  unlock?.();
  expect([busy.files, busy.report.leftOut, idsOf(busy.report.failed).toSorted()]).toEqual([
    [],
    [],
    [one, two].toSorted(),
  ]);
  expect(busy.problems).toMatchObject([{ code: "run-in-progress", message: expect.stringContaining("Test gateway") }]);
  const key = await keyOf(one);
  const [tokenFile = ""] = ["AGENTS.md", "TOOLS.md"].filter((name) =>
    fixture.gateway.readFile(key, name)?.includes("AUTH_TOKEN"),
  );
  const before = fixture.gateway.readFile(key, tokenFile) ?? "";
  fixture.gateway.writeFile(key, tokenFile, "no token at all");
  await makeConflicts([two], "one is not compared");
  const found = await fixture.client.bulk.findConflicts({ agentIds: [one, two, three] });
  fixture.gateway.writeFile(key, tokenFile, before);
  expect([idsOf(found.report.done), idsOf(found.report.leftOut)]).toEqual([[two], [three]]);
  expect(found.report.failed).toMatchObject([{ id: one, note: expect.stringContaining("token") }]);
});

it("counts and names what a run wrote, and not what it was to write", async () => {
  await fixture.sync({ overwrite: true });
  const [one = "", two = "", three = ""] = workers;
  await makeConflicts([one, two, three], "one write fails");
  const { files } = await fixture.client.bulk.findConflicts({ agentIds: [one, two, three] });
  await fixture.client.bulk.keepTheirs({ files: files.filter(({ agentId }) => agentId === three) });
  const key = await keyOf(two);
  fixture.gateway.inject({
    ...{ kind: "error", method: "agents.files.set", code: "INVALID_REQUEST", message: "disk full" },
    match: (params) => params.agentId === key,
  });
  const taken = await fixture.client.bulk.takeOurs({ files });
  fixture.gateway.clearFaults();
  expect([taken.files, taken.runIds.length]).toEqual([1, 1]);
  expect([idsOf(taken.report.done), idsOf(taken.report.leftOut), idsOf(taken.report.failed)]).toEqual([
    [one],
    [three],
    [two],
  ]);
  expect(taken.report.failed[0]?.note).toContain("disk full");
  expect(taken.problems).toHaveLength(1);
});

it("keeps nothing for the agents of a gateway with a run in progress, and says so", async () => {
  await fixture.sync({ overwrite: true });
  const [one = ""] = workers;
  await makeConflicts([one], "during a run");
  const { files } = await fixture.client.bulk.findConflicts({ agentIds: [one] });
  const remembered = () => listWrittenFiles(fixture.hostedApp.services.database, [one]);
  const before = remembered();
  const unlock = tryLockGateway(fixture.dataDir, fixture.gatewayId);
  const kept = await fixture.client.bulk.keepTheirs({ files });
  unlock?.();
  expect(kept).toMatchObject({ files: 0, problems: [{ code: "run-in-progress" }], report: { done: [] } });
  expect(idsOf(kept.report.failed)).toEqual([one]);
  expect(remembered()).toEqual(before);
  expect(await fixture.client.bulk.keepTheirs({ files })).toMatchObject({ files: 1, problems: [] });
});

const deleteAgents = async (agentIds: string[], confirmCount: number) => {
  const steps = [];
  const options = { agentIds, confirmCount, evenIfGatewayAway: false };
  for await (const step of await fixture.client.bulk.deleteAgents(options)) steps.push(step);
  return steps;
};

it("deletes agents on their gateway and into the bin, and only the number that was typed", async () => {
  const chosen = [...workers.slice(0, 2), everyone.find(({ isMain }) => isMain)?.id ?? ""];
  const preview = await fixture.client.bulk.previewDeletion({ agentIds: chosen });
  expect(preview.done.map(({ note }) => note)).toEqual(
    workers.slice(0, 2).map(() => 'deleted on gateway "Test gateway" too, with its workspace'),
  );
  expect(preview.leftOut.map(({ note }) => note)).toEqual(["the main agent of a gateway is deleted on its own page"]);
  const keys = await Promise.all(workers.slice(0, 2).map(keyOf));
  await expect(deleteAgents(chosen, 3)).rejects.toThrow("2 agents would be deleted");
  expect(fixture.gateway.agentIds).toEqual(expect.arrayContaining(keys));
  const steps = await deleteAgents(chosen, 2);
  expect(steps.slice(0, -1)).toEqual([
    { done: 0, of: 2 },
    { done: 1, of: 2 },
  ]);
  expect(steps.at(-1)).toEqual({ ...preview, failed: [] });
  for (const key of keys) expect(fixture.gateway.agentIds).not.toContain(key);
  const [entry] = await fixture.client.bin.list();
  expect(entry).toMatchObject({ kind: "agent" });
  expect(await fixture.client.bin.list()).toHaveLength(2);
  await fixture.client.bin.restore({ id: entry?.id ?? "" });
  expect((await fixture.client.agents.list({})).length).toBe(everyone.length - 1);
});

it("leaves out agents and boards on a gateway with a run in progress", async () => {
  const unlock = tryLockGateway(fixture.dataDir, fixture.gatewayId);
  const busy = ['a run is in progress on gateway "Test gateway"'];
  const [id = ""] = workers;
  expect((await fixture.client.bulk.previewDeletion({ agentIds: [id] })).leftOut.map(({ note }) => note)).toEqual(busy);
  const [boardId = ""] = fixture.boardIds;
  const boards = { boardIds: [boardId], confirmCount: null };
  expect((await fixture.client.bulk.deleteBoards({ ...boards, dryRun: true })).leftOut.map((i) => i.note)).toEqual(
    busy,
  );
  await expect(fixture.client.bulk.deleteBoards({ boardIds: [boardId], confirmCount: 1 })).rejects.toThrow(
    "None of the",
  );
  unlock?.();
});

it("deletes boards with their agents' records in one step, and nothing on the gateway", async () => {
  const [, second = "", third = ""] = fixture.boardIds;
  const preview = await fixture.client.bulk.deleteBoards({
    boardIds: [second, third],
    confirmCount: null,
    dryRun: true,
  });
  expect(preview.done).toHaveLength(2);
  await expect(fixture.client.bulk.deleteBoards({ boardIds: [second, third], confirmCount: 1 })).rejects.toThrow(
    "2 boards",
  );
  const onGateway = fixture.gateway.agentIds;
  await fixture.client.bulk.deleteBoards({ boardIds: [second, third], confirmCount: 2 });
  expect((await fixture.client.boards.list({})).map(({ id }) => id)).toEqual(fixture.boardIds.slice(0, 1));
  expect(fixture.gateway.agentIds).toEqual(onGateway);
  expect((await fixture.client.bin.list()).filter(({ kind }) => kind === "board")).toHaveLength(2);
});
