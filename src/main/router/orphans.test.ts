import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { stayingSentence } from "../../shared/orphans.ts";
import { saveSetting } from "../database/settings.ts";
import { readRunDiffs } from "../provisioning/report/read-run-diffs.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

describe.each(["2026.3.28", "2026.9.6"])("agents without a record on OpenClaw %s", (version) => {
  let fixture: RouterFixture;
  beforeEach(async () => {
    fixture = await openRouterFixture({ gateway: { version } });
    expect((await fixture.sync()).run.status).toBe("succeeded");
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await fixture.close();
  });

  const orphans = async () => (await fixture.client.gateways.orphans({ id: fixture.gatewayId })).orphans;
  const deleteBoard = async (boardId = fixture.boardIds[0] ?? "") => {
    await fixture.client.boards.delete({ id: boardId, confirmName: "Board 0" });
    return boardId;
  };

  it("lists those whose board's record was deleted, and says beforehand that they stay", async () => {
    const { client, agentIds, boardIds, gateway, gatewayId } = fixture;
    expect(await orphans()).toEqual([]);

    const staying = await client.agents.staying({ boardId: boardIds[0] ?? "" });

    expect(staying).toEqual([
      { gatewayId, gatewayName: "Test gateway", isKnown: true, names: ["Agent 0", "Agent 2", "Agent 4"] },
    ]);
    expect(staying.map(stayingSentence)).toEqual([
      '3 agents stay on gateway "Test gateway", with heartbeats and tokens: Agent 0, Agent 2 and Agent 4.',
    ]);
    const reads = gateway.calls.get("config.get");
    await deleteBoard();
    const found = await orphans();
    expect(found.map(({ key, name }) => [key, name])).toEqual([
      [`lead-${boardIds[0]}`, "Agent 0"],
      [`mc-${agentIds[2]}`, "Agent 2"],
      [`mc-${agentIds[4]}`, "Agent 4"],
    ]);
    expect(found[1]?.known).toMatch(
      /^Flight Deck last synced it as "Agent 2" on \d{4}-\d\d-\d\d; that record was deleted\.$/,
    );
    expect(gateway.calls.get("config.get")).toBe(reads);
  });

  it("does not list agents made by others, and no sync deletes an orphan", async () => {
    const { gateway, boardIds } = fixture;
    await deleteBoard();
    const before = gateway.config();

    const { run, report } = await fixture.sync();

    expect(run.status).toBe("succeeded");
    expect(gateway.config()).toEqual(before);
    expect(report?.notes?.join(" ")).toContain('3 agents on gateway "Test gateway" without a record: Agent 0, ');
    expect((await orphans()).every(({ key }) => key.startsWith("mc-") || key === `lead-${boardIds[0]}`)).toBe(true);
  });

  it("deletes one after its own files were copied; its workspace stays", async () => {
    const { client, gateway, agentIds, gatewayId } = fixture;
    const key = `mc-${agentIds[2]}`;
    const secret = /^AUTH_TOKEN=([\w-]{43})$/m;
    const token =
      secret.exec(gateway.readFile(key, version === "2026.9.6" ? "AGENTS.md" : "TOOLS.md") ?? "")?.[1] ?? "";
    gateway.writeFile(key, "MEMORY.md", `The harbour closes at nine. ${token}\n`);
    await deleteBoard();

    const wrong = client.gateways.deleteOrphan({ id: gatewayId, key, confirmName: "Agent 4" });
    await expect(wrong).rejects.toMatchObject({ message: expect.stringContaining("does not match") });
    expect(await orphans()).toHaveLength(3);
    const deletion = await client.gateways.deleteOrphan({ id: gatewayId, key, confirmName: "Agent 2" });

    expect(deletion).toMatchObject({ key, name: "Agent 2", copied: ["USER.md", "MEMORY.md"], notCopied: [] });
    expect(JSON.stringify(gateway.config())).not.toContain(key);
    expect((await orphans()).map(({ name }) => name)).toEqual(["Agent 0", "Agent 4"]);
    const { database, vault } = fixture.hostedApp.services;
    const copies = readRunDiffs(database, deletion.runId, () => vault);
    expect(copies.map(({ fileName }) => fileName).sort()).toEqual(["MEMORY.md", "USER.md"]);
    const memory = copies.find(({ fileName }) => fileName === "MEMORY.md")?.diff ?? "";
    expect(memory).toContain("The harbour closes at nine.");
    expect(token).toHaveLength(43);
    expect(memory).not.toContain(token);
    const snapshot = await client.runs.get({ id: deletion.runId });
    expect(snapshot.run).toMatchObject({ kind: "delete-orphan", status: "succeeded" });
    expect(gateway.readWorkspaceFile(deletion.workspace ?? "", "MEMORY.md")).toContain(token);
  });

  it("keeps the copies and says so when the gateway refuses the deletion", async () => {
    const { client, gateway, agentIds, gatewayId } = fixture;
    const key = `mc-${agentIds[2]}`;
    await deleteBoard();
    gateway.inject({ kind: "error", method: "agents.delete", code: "UNAVAILABLE", message: "no such luck" });

    const refused = client.gateways.deleteOrphan({ id: gatewayId, key, confirmName: "Agent 2" });

    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining("no such luck") });
    expect(await orphans()).toHaveLength(3);
    const [run] = await client.runs.list({ limit: 1 });
    expect(run).toMatchObject({ kind: "delete-orphan", status: "failed" });
    const { database } = fixture.hostedApp.services;
    const states = database.sqlite.prepare<[string], string>("SELECT state FROM file_writes WHERE run_id = ?").pluck();
    expect(states.all(run?.id ?? "")).toEqual(["not-written", "not-written"]);
  });

  it("deletes one although the connection is lost before the answer", async () => {
    const { client, gateway, agentIds, gatewayId } = fixture;
    const key = `mc-${agentIds[2]}`;
    await deleteBoard();
    gateway.inject({ kind: "drop", method: "agents.delete", times: 1, when: "after" });

    const deletion = await client.gateways.deleteOrphan({ id: gatewayId, key, confirmName: "Agent 2" });

    expect(deletion.copied).toEqual(["USER.md", "MEMORY.md"]);
    expect(JSON.stringify(gateway.config())).not.toContain(key);
    expect((await orphans()).map(({ name }) => name)).toEqual(["Agent 0", "Agent 4"]);
    const [run] = await client.runs.list({ limit: 1 });
    expect(run).toMatchObject({ kind: "delete-orphan", status: "succeeded" });
  });

  it("waits until the gateway no longer lists the agent, and says so if it lists it for ever", async () => {
    const { client, gateway, agentIds, gatewayId } = fixture;
    await deleteBoard();
    const list = (id: string, times: number) => {
      const payload = { defaultId: "main", agents: [{ id: "main" }, { id }] };
      return gateway.inject({ kind: "wrong-type", method: "agents.list", payload, times });
    };
    const lagging = list(`mc-${agentIds[2]}`, 2);
    await client.gateways.deleteOrphan({ id: gatewayId, key: `mc-${agentIds[2]}`, confirmName: "Agent 2" });
    expect(lagging.hits).toBe(2);

    vi.spyOn(performance, "now").mockImplementation(() => Date.now() * 100);
    const stuck = list(`mc-${agentIds[4]}`, Number.POSITIVE_INFINITY);
    const deletion = client.gateways.deleteOrphan({ id: gatewayId, key: `mc-${agentIds[4]}`, confirmName: "Agent 4" });
    await expect(deletion).rejects.toMatchObject({ message: expect.stringContaining("but still lists it after 15 s") });
    expect(stuck.hits).toBeGreaterThan(1);
    const [run] = await client.runs.list({ limit: 1 });
    expect(run).toMatchObject({ kind: "delete-orphan", status: "failed" });
    const { database } = fixture.hostedApp.services;
    const states = database.sqlite.prepare<[string], string>("SELECT state FROM file_writes WHERE run_id = ?").pluck();
    expect(new Set(states.all(run?.id ?? ""))).toEqual(new Set(["unknown"]));
  });

  it("adopts a worker under its own id: the next sync finds it, keeps its memory and says that its token is unknown", async () => {
    const { client, gateway, agentIds, boardIds, gatewayId } = fixture;
    const id = agentIds[2] ?? "";
    gateway.writeFile(`mc-${id}`, "MEMORY.md", "The harbour closes at nine.\n");
    await deleteBoard();

    const place = { gatewayId, boardId: boardIds[1] ?? "", mode: null };
    const { adopted } = await client.adoption.add({ ...place, keys: [`mc-${id}`] });

    expect(adopted).toMatchObject([{ agentId: id, mode: "full" }]);
    expect((await orphans()).map(({ name }) => name)).toEqual(["Agent 0", "Agent 4"]);
    const { agents, errors } = await fixture.sync();
    expect(errors.map(({ agentId, code }) => ({ agentId, code }))).toEqual([{ agentId: id, code: "token-mismatch" }]);
    expect(agents.some(({ agentId }) => agentId === id)).toBe(true);
    expect(gateway.readFile(`mc-${id}`, "MEMORY.md")).toBe("The harbour closes at nine.\n");
  });

  it("adopts the lead of a board whose lead has no record, and a main agent, without a board", async () => {
    const { client, agentIds, boardIds, mainId, gatewayId } = fixture;
    const { database } = fixture.hostedApp.services;
    for (const id of [agentIds[0], mainId]) database.sqlite.prepare("DELETE FROM agents WHERE id = ?").run(id);
    const keys = [`lead-${boardIds[0]}`, `mc-gateway-${gatewayId}`];
    expect((await orphans()).map(({ key }) => key).sort()).toEqual(keys.sort());

    expect((await client.adoption.add({ gatewayId, boardId: null, mode: null, keys })).refused).toEqual([]);

    expect(await orphans()).toEqual([]);
    const rows = await client.agents.list({ gatewayId });
    expect(rows.find(({ name }) => name === "Agent 0")).toMatchObject({ boardId: boardIds[0], isBoardLead: true });
    expect(rows.find(({ name }) => name === "Main")).toMatchObject({ boardId: null });
  });

  it("neither adopts nor deletes what holds the files of a record that has not been synced in its new place", async () => {
    const { client, agentIds, gateway, gatewayId } = fixture;
    const id = agentIds[2] ?? "";
    const { database } = fixture.hostedApp.services;
    const own = "agent:juno:main";
    database.sqlite.prepare("UPDATE agents SET openclaw_session_id = ? WHERE id = ?").run(own, id);

    const [orphan] = await orphans();

    expect(orphan).toMatchObject({ key: `mc-${id}`, known: '"Agent 2" had this id before; its id is juno now.' });
    expect(orphan?.whyKept).toContain("It may still hold the files of");
    const key = `mc-${id}`;
    const refused = client.gateways.deleteOrphan({ id: gatewayId, key, confirmName: "Agent 2" });
    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining("was not deleted") });
    const adopting = await client.adoption.add({ gatewayId, boardId: null, mode: null, keys: [key] });
    expect(adopting).toMatchObject({ adopted: [], refused: [{ key, why: "its record exists" }] });
    expect(JSON.stringify(gateway.config())).toContain(key);
  });

  it("counts records of the same address as one gateway", async () => {
    const { client, agentIds, gateway, gatewayId } = fixture;
    const { database } = fixture.hostedApp.services;
    const plain = { workspaceRoot: "/w", organizationId: null, label: { colour: "red", environment: "" } } as const;
    const add = (name: string, url: string) => client.gateways.create({ ...plain, name, url });
    const { id: here } = await add("Again", gateway.url);
    const { id: away } = await add("Away", "ws://127.0.0.1:1");
    const move = database.sqlite.prepare("UPDATE agents SET openclaw_session_id = ?, gateway_id = ? WHERE id = ?");
    move.run("agent:juno:main", here, agentIds[2]);
    move.run("agent:nils:main", away, agentIds[4]);
    saveSetting(database, `former-gateway:${agentIds[4]}`, here);

    const { orphans: found } = await client.gateways.orphans({ id: gatewayId });

    const whyKept = expect.stringContaining("It may still hold the files of");
    expect(found).toMatchObject([
      { isElsewhere: false, known: '"Agent 2" had this id before; its id is juno now.', whyKept },
      { isElsewhere: true, known: 'The record of "Agent 4" is on gateway "Away" now.', whyKept },
    ]);
  });

  it("forgets an agent that was deleted with its record, and lists one whose record alone was deleted", async () => {
    const { client, gateway, agentIds } = fixture;
    await client.agents.delete({ id: agentIds[2] ?? "", confirmName: "Agent 2", evenIfGatewayAway: false });
    expect(await orphans()).toEqual([]);
    gateway.inject({ kind: "error", method: "agents.delete", code: "UNAVAILABLE", message: "no such luck" });
    await client.agents.delete({ id: agentIds[4] ?? "", confirmName: "Agent 4", evenIfGatewayAway: true });
    expect((await orphans()).map(({ name }) => name)).toEqual(["Agent 4"]);
  });
});
