import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { binDays } from "../../shared/bin.ts";
import { emptyBin, listBin } from "../database/bin/bin-entries.ts";
import { dumpRows } from "../database/fleet/test-fleet-file.ts";
import { readGatewayToken } from "../database/gateways.ts";
import { saveSetting } from "../database/settings.ts";
import { emptyBinInTime } from "../empty-bin-in-time.ts";
import { gatewaySecret, openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
beforeEach(async () => {
  fixture = await openRouterFixture({ boards: 2, agents: 4 });
});
afterEach(() => fixture.close());

const database = () => fixture.hostedApp.services.database;
const at = <T>(list: readonly T[], index = 0): T => list[index] ?? (undefined as T);

/** Everything that is stored, except what a sync finds again by itself and the bin. */
function stored() {
  const { settings, ...tables } = dumpRows(database()) as Record<string, Record<string, unknown>[]>;
  const counted = ["agent_revisions", "agent_sync_states", "agent_renderings", "agent_heartbeats", "gateway_rosters"];
  for (const table of [...counted, "bin", "bin_secrets", "mirror_source"]) delete tables[table];
  const kept = settings?.filter(({ key }) => key !== "fleet-revision" && key !== "welcomed");
  const sorted = Object.entries({ ...tables, settings: kept ?? [] }).map(([table, rows]) => [
    table,
    rows.map((row) => JSON.stringify(row)).toSorted(),
  ]);
  return Object.fromEntries(sorted);
}

/** As if the clock had been looked at until this time. */
const steadyAt = (nowMs: number) => saveSetting(database(), "clock-looks", `${nowMs} 1`);

const restoreLast = () => fixture.client.bin.restore({ id: at(listBin(database())).id });
const boardName = async (id: string) =>
  (await fixture.client.boards.list({})).find((board) => board.id === id)?.name ?? "";
const ownerOfFleet = async () => at(await fixture.client.organizations.list());

async function setEverything() {
  const { client, gatewayId, boardIds, agentIds } = fixture;
  await fixture.sync({ rotateTokens: true });
  await client.gateways.update({ id: gatewayId, change: { label: { colour: "red", environment: "live" } } });
  await client.gateways.setCheck({ id: gatewayId, everyMinutes: 0 });
  await client.agents.setDelivery({ id: at(agentIds), deliversHeartbeats: true });
  await client.boards.setPaused({ id: at(boardIds), paused: true });
  const { folder } = await client.templates.createSet({ name: "For one board", from: null });
  await client.templates.assignSet({ folder, target: { kind: "board", id: at(boardIds) } });
  const owners = [
    { kind: "board", id: at(boardIds) },
    { kind: "gateway", id: gatewayId },
  ] as const;
  for (const owner of owners) await client.templates.setVariable({ owner, name: "team", value: "#support" });
}

describe("what is deleted comes back from the bin exactly as it was", () => {
  it("a board with agents, tokens, chat and variables; a gateway with its token, agents and label; a variable", async () => {
    await setEverything();
    const { client, gatewayId, boardIds } = fixture;
    const before = stored();
    const name = await boardName(at(boardIds));

    const { binId } = await client.boards.delete({ id: at(boardIds), confirmName: name });
    expect(listBin(database())).toMatchObject([
      { id: binId, kind: "board", name, agents: 2, place: 'gateway "Test gateway"', onGateway: "stays" },
    ]);
    expect(await restoreLast()).toEqual({ kind: "board", recordId: at(boardIds), name, notes: [] });
    expect(stored()).toEqual(before);

    await client.gateways.delete({ id: gatewayId, confirmName: "Test gateway" });
    expect((await client.agents.list({})).length).toBe(0);
    expect(JSON.stringify(dumpRows(database()))).not.toContain(gatewaySecret);
    await restoreLast();
    expect(stored()).toEqual(before);
    expect(readGatewayToken(database(), fixture.hostedApp.services.vault, gatewayId)).toBe(gatewaySecret);

    await client.templates.unsetVariable({ owner: { kind: "gateway", id: gatewayId }, name: "team" });
    await restoreLast();
    expect(stored()).toEqual(before);
    expect(listBin(database())).toEqual([]);
    const { run } = await fixture.sync({});
    expect(run.counts).toMatchObject({ failed: 0, updated: 0 });
  });

  it("an organization with its people, and a person of one of two organizations", async () => {
    const { client } = fixture;
    const { id } = await client.organizations.create({ name: "Second" });
    const fields = {
      email: null,
      preferredName: null,
      pronouns: null,
      timezone: "Europe/Berlin",
      notes: "n",
      context: null,
    };
    const add = (name: string) =>
      client.organizations.addPerson({ organizationId: id, person: { ...fields, name }, isOwner: false });
    const { id: ada } = await add("Ada");
    await add("Juno");
    await client.templates.setVariable({ owner: { kind: "organization", id }, name: "team", value: "x" });
    const before = stored();
    await client.organizations.delete({ id, confirmName: "Second" });
    expect(listBin(database())).toMatchObject([{ kind: "organization", name: "Second", people: 2, agents: 0 }]);
    await restoreLast();
    expect(stored()).toEqual(before);
    await client.organizations.removePerson({ organizationId: id, userId: ada });
    expect(listBin(database())).toMatchObject([{ kind: "person", name: "Ada", place: 'organization "Second"' }]);
    await restoreLast();
    expect(stored()).toEqual(before);
    // Ada was the owner: with another one now, she comes back as a member.
    await client.organizations.removePerson({ organizationId: id, userId: ada });
    const juno = (await client.organizations.list()).find((each) => each.id === id)?.people[0]?.id ?? "";
    await client.organizations.makeOwner({ organizationId: id, userId: juno });
    expect((await restoreLast()).notes).toEqual(["There is another owner now, so this person is a member."]);
  });

  it("an agent that was deleted on its gateway too: the next sync adds it again, with a new token", async () => {
    await setEverything();
    const { client, agentIds, gateway } = fixture;
    const id = at(agentIds, 3);
    const { name } = await client.agents.get({ id });
    await client.agents.delete({ id, confirmName: name, evenIfGatewayAway: false });
    expect(gateway.agentIds).not.toContain(`mc-${id}`);
    expect(listBin(database())).toMatchObject([{ kind: "agent", name, onGateway: "deleted" }]);
    expect((await restoreLast()).notes).toEqual([expect.stringContaining("deleted on its gateway too")]);
    const { run } = await fixture.sync({});
    expect(run.counts).toMatchObject({ failed: 0, updated: 1 });
    expect(gateway.readFile(`mc-${id}`, "AGENTS.md") ?? "").toMatch(/AUTH_TOKEN=[\w-]{43}/);
  });
});

describe("a restore that something is in the way of", () => {
  it("changes nothing, and names it: what a record belongs to is in the bin, or gone for good", async () => {
    const { client, gatewayId, boardIds } = fixture;
    const name = await boardName(at(boardIds));
    const { binId } = await client.boards.delete({ id: at(boardIds), confirmName: name });
    const { binId: ofGateway } = await client.gateways.delete({ id: gatewayId, confirmName: "Test gateway" });
    const before = dumpRows(database());
    await expect(client.bin.restore({ id: binId ?? "" })).rejects.toThrow(
      `Board "${name}" was not restored. It belongs to gateway "Test gateway", which is in the bin: restore that first.`,
    );
    expect(dumpRows(database())).toEqual(before);
    await client.bin.restore({ id: ofGateway ?? "" });
    await client.bin.restore({ id: binId ?? "" });
    const again = await client.boards.delete({ id: at(boardIds), confirmName: name });
    await client.gateways.delete({ id: gatewayId, confirmName: "Test gateway" });
    database().sqlite.prepare("DELETE FROM bin WHERE kind = 'gateway'").run();
    await expect(client.bin.restore({ id: again.binId ?? "" })).rejects.toThrow(
      `belongs to a gateway that was deleted for good (${gatewayId})`,
    );
  });

  it("names another agent with the session key, another lead, another main agent and a record of the same id", async () => {
    const { client, gatewayId, boardIds, agentIds } = fixture;
    const { sqlite } = database();
    const name = await boardName(at(boardIds));
    const keyOf = sqlite.prepare<[string], string>("SELECT openclaw_session_id FROM agents WHERE board_id = ?").pluck();
    const key = keyOf.get(at(boardIds));
    const other = sqlite.prepare("UPDATE agents SET openclaw_session_id = ? WHERE board_id = ? AND rowid % 2 = 0");
    const { binId } = await client.boards.delete({ id: at(boardIds), confirmName: name });
    other.run(key, at(boardIds, 1));
    await expect(client.bin.restore({ id: binId ?? "" })).rejects.toThrow(/agent ".+" has its session key now/);
    other.run("agent:other:main", at(boardIds, 1));
    await client.bin.restore({ id: binId ?? "" });

    const main = (await client.agents.list({ gatewayId })).find(({ boardId }) => boardId === null);
    sqlite.prepare("UPDATE agents SET is_board_lead = 1 WHERE id = ?").run(at(agentIds));
    for (const id of [main?.id ?? "", at(agentIds)]) {
      const agent = await client.agents.get({ id });
      await client.agents.delete({ id, confirmName: agent.name, evenIfGatewayAway: true });
    }
    const texts = { heartbeatConfig: null, identityProfile: null, identityTemplate: null, soulTemplate: null };
    await client.agents.create({ ...texts, name: "New main", gatewayId, boardId: null });
    await client.agents.create({ ...texts, name: "New lead", gatewayId, boardId: at(boardIds), isBoardLead: true });
    const [lead, formerMain] = listBin(database());
    await expect(client.bin.restore({ id: lead?.id ?? "" })).rejects.toThrow('another lead now, "New lead"');
    await expect(client.bin.restore({ id: formerMain?.id ?? "" })).rejects.toThrow(
      'another main agent now, "New main"',
    );

    const rows = database().sqlite.prepare("SELECT * FROM boards WHERE id = ?").get(at(boardIds, 1)) as {
      name: string;
    };
    const { binId: second } = await client.boards.delete({ id: at(boardIds, 1), confirmName: rows.name });
    const columns = Object.keys(rows);
    sqlite
      .prepare(`INSERT INTO boards (${columns.join()}) VALUES (${columns.map(() => "?").join()})`)
      .run(Object.values(rows));
    await expect(client.bin.restore({ id: second ?? "" })).rejects.toThrow("with the same id again");
  });

  it("is refused twice for one entry", async () => {
    const { client, boardIds } = fixture;
    const { binId } = await client.boards.delete({ id: at(boardIds), confirmName: await boardName(at(boardIds)) });
    await client.bin.restore({ id: binId ?? "" });
    await expect(client.bin.restore({ id: binId ?? "" })).rejects.toThrow("There is nothing in the bin with the id");
  });
});

describe("the bin", () => {
  it("is emptied of what is older than it keeps, secrets included, and by hand of everything", async () => {
    const { client, gatewayId, boardIds } = fixture;
    await client.boards.delete({ id: at(boardIds), confirmName: await boardName(at(boardIds)) });
    await client.gateways.delete({ id: gatewayId, confirmName: "Test gateway" });
    const secrets = () => database().sqlite.prepare("SELECT count(*) FROM bin_secrets").pluck().get();
    expect(secrets()).toBe(1);
    const dayMs = 24 * 60 * 60_000;
    steadyAt(Date.now() + (binDays - 1) * dayMs);
    expect(emptyBin(database(), "expired", new Date(Date.now() + (binDays - 1) * dayMs))).toBe(0);
    steadyAt(Date.now());
    database().sqlite.prepare("UPDATE bin SET deleted_at = '2020-01-01T00:00:00.000000Z' WHERE kind = 'gateway'").run();
    emptyBinInTime(fixture.hostedApp.services)();
    expect(listBin(database()).map(({ kind }) => kind)).toEqual(["board"]);
    expect(secrets()).toBe(0);
    expect(await client.bin.empty()).toEqual({ deleted: 1 });
    expect(await client.bin.list()).toEqual([]);
  });

  it("keeps its entries when the clock is set forward by years, and empties itself a day later", async () => {
    const { client, boardIds } = fixture;
    await client.boards.delete({ id: at(boardIds), confirmName: await boardName(at(boardIds)) });
    steadyAt(Date.now());
    const dayMs = 24 * 60 * 60_000;
    const thenMs = Date.now() + 3_650 * dayMs;
    expect([0, 0.5, 1].map((days) => emptyBin(database(), "expired", new Date(thenMs + days * dayMs)))).toEqual([
      0, 0, 1,
    ]);
  });

  it("tells of a restored record that Mission Control does not have", async () => {
    const { client, boardIds, mirror } = fixture;
    mirror.setSource();
    const { binId } = await client.boards.delete({ id: at(boardIds), confirmName: await boardName(at(boardIds)) });
    const { notes } = await client.bin.restore({ id: binId ?? "" });
    expect(notes).toEqual([expect.stringMatching(/^Mission Control does not have .*The next push adds it there\.$/)]);
    const { id, name } = await ownerOfFleet();
    await expect(client.organizations.delete({ id, confirmName: name })).rejects.toThrow("come from Mission Control");
  });
});
