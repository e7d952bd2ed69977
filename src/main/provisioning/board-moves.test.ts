import { afterEach, describe, expect, test } from "vitest";
import { type PracticeGateway, startPracticeGateway } from "../../practice-gateway/start-practice-gateway.ts";
import { syncOptionsSchema } from "../../shared/sync-options.ts";
import { readAgent } from "../database/agents.ts";
import { readBoard } from "../database/boards.ts";
import { readGateway } from "../database/gateways.ts";
import { importFleet } from "../database/import-fleet.ts";
import { readFormerGateway } from "../database/move-agents-with-boards.ts";
import { lockGateway, tryLockGateway } from "./model/run-lock.ts";
import { syncTemplates } from "./sync-gateway.ts";
import { openProvisioningFixture, type ProvisioningFixture, uuid } from "./test-fixture.ts";

let fixture: ProvisioningFixture;
let other: PracticeGateway;
const otherId = uuid(9, 1);

afterEach(async () => {
  await fixture.close();
  await other.close();
});

/** A synced fleet of one board, whose agent has a MEMORY of its own, and a second gateway that the board's row moves to. */
async function moveBoard(version: string) {
  fixture = await openProvisioningFixture({ boards: 1, agents: 2, gateway: { version } });
  other = await startPracticeGateway({ version, restartMs: 60 });
  const { app, gatewayId, boardIds, agentIds, gateway } = fixture;
  await fixture.sync({ rotateTokens: true });
  const [boardId = ""] = boardIds;
  const [agentId = ""] = agentIds;
  const token = fixture.tokenOf(agentId);
  gateway.writeFile(fixture.keyOf(agentId), "MEMORY.md", "What I learnt\n");
  const { organizationId, workspaceRoot } = readGateway(app.database, gatewayId);
  const row = { id: otherId, organization_id: organizationId, name: "South", url: other.url, token: other.token };
  const { name } = readBoard(app.database, boardId);
  const file = {
    gateways: [{ ...row, workspace_root: workspaceRoot }],
    boards: [{ id: boardId, organization_id: organizationId, name, gateway_id: otherId }],
    // As Mission Control has it when only the board's row was changed.
    agents: [{ id: agentId, board_id: boardId, gateway_id: gatewayId, name: readAgent(app.database, agentId).name }],
  };
  const report = importFleet(app.database, app.vault, file);
  const sync = (id: string, more: object = {}) =>
    syncTemplates(app, {
      options: syncOptionsSchema.parse({ gatewayId: id, includeMain: false, ...more }),
      startedBy: "test",
    });
  return { report, file, sync, agentId, token };
}

/** The agent gets the freely chosen id "support", and the former gateway has an agent of that id. */
function addSupport(agentId: string): void {
  const { app, gateway } = fixture;
  const config = gateway.config() as { agents: { entries?: Record<string, unknown>; list?: unknown[] } };
  const entry = { workspace: "/w/support" };
  if (config.agents.entries) config.agents.entries.support = entry;
  else config.agents.list?.push({ id: "support", ...entry });
  gateway.setConfig(config as never);
  app.database.sqlite.prepare("UPDATE agents SET openclaw_session_id = 'agent:support:main' WHERE id = ?").run(agentId);
}

describe("a board that moves to another gateway", () => {
  test("stays during a run on one of the two, with all of the file", async () => {
    const { file, agentId } = await moveBoard("2026.9.6");
    const { app, gatewayId, boardIds } = fixture;
    const [board] = file.boards;
    const back = { ...file, boards: [{ ...board, name: "Renamed", gateway_id: gatewayId }] };
    const tryLock = (id: string) => tryLockGateway(app.dataDir, id);
    const unlock = lockGateway(app.dataDir, { id: otherId, name: "South" });
    expect(() => importFleet(app.database, app.vault, back, { tryLock })).toThrow(
      'gateway "South", where a run is in progress',
    );
    unlock();
    expect(readAgent(app.database, agentId).gatewayId).toBe(otherId);
    expect(readBoard(app.database, boardIds[0] ?? "").name).not.toBe("Renamed");
    importFleet(app.database, app.vault, back, { tryLock });
    expect(readAgent(app.database, agentId).gatewayId).toBe(gatewayId);
    expect(tryLockGateway(app.dataDir, gatewayId)).not.toBeNull();
  });

  test("an agent that only moves with its board is listed and counted once", async () => {
    const { report } = await moveBoard("2026.9.6");
    const moved = report.rows.filter(({ id }) => id === fixture.agentIds[1]);
    expect(moved).toEqual([expect.objectContaining({ change: "changed", columns: ["gateway_id"] })]);
    expect(report.tables.agents).toMatchObject({ updated: 2, unchanged: 0 });
  });

  test("takes its agents' records along, their files and tokens at the next sync there, and is left behind here", async () => {
    const { report, file, sync, agentId, token } = await moveBoard("2026.9.6");
    const { app, gatewayId, agentIds } = fixture;
    expect(report.warnings).toContainEqual(
      expect.stringMatching(/2 agents moved from gateway .* to "South" with the board/),
    );
    expect(report.rows).toContainEqual(expect.objectContaining({ id: agentIds[1], change: "changed" }));
    expect(readAgent(app.database, agentId).gatewayId).toBe(otherId);
    expect(importFleet(app.database, app.vault, file).tables).toMatchObject({ agents: { updated: 0 } });

    const here = await sync(gatewayId);
    expect(here.status).toBe("succeeded");
    expect(here.report.errors.map(({ code, severity }) => [code, severity])).toEqual([
      ["workspace-left", "warning"],
      ["workspace-left", "warning"],
    ]);

    const there = await sync(otherId);
    expect(there.report.errors.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(there.report.agentsUpdated).toBe(2);
    const key = fixture.keyOf(agentId);
    expect(other.readFile(key, "MEMORY.md")).toBe("What I learnt\n");
    expect(other.readFile(key, "AGENTS.md")).toContain(`AUTH_TOKEN=${token}`);
    expect((await sync(otherId)).report).toMatchObject({ agentsUnchanged: 2, errors: [] });
    expect(readFormerGateway(app.database, agentId)).toBeNull();
  });

  test("keeps its agents' files where the gateway does not list them, until the operator says that they may stay", async () => {
    const { sync, agentId, token } = await moveBoard("2026.3.28");
    const first = await sync(otherId);
    expect(first.report.errors.map(({ code }) => code)).toEqual(["workspace-kept", "workspace-kept"]);
    expect(first.report.agentsFailed).toBe(2);
    await sync(otherId, { moveWorkspaces: true });
    const key = fixture.keyOf(agentId);
    expect(other.readFile(key, "MEMORY.md")).toBe("What I learnt\n");
    expect(other.readFile(key, "TOOLS.md")).toContain(`AUTH_TOKEN=${token}`);
  });

  test("does not begin without its agents' files while the former gateway is away", async () => {
    const { sync, agentId } = await moveBoard("2026.9.6");
    const { app, gatewayId } = fixture;
    app.database.sqlite.prepare("UPDATE gateways SET url = '' WHERE id = ?").run(gatewayId);
    const { report } = await sync(otherId);
    expect(report.errors.map(({ code }) => code)).toEqual(["workspace-kept", "workspace-kept"]);
    expect(report.agentsFailed).toBe(2);
    // Nothing is given up before the agent is complete: it lacks a token.
    await sync(otherId, { moveWorkspaces: true });
    expect(readFormerGateway(app.database, agentId)).toBe(gatewayId);
    const given = await sync(otherId, { moveWorkspaces: true, rotateTokens: true });
    expect(given.report.errors.map(({ code, severity }) => [code, severity])).toEqual([
      ["workspace-kept", "warning"],
      ["workspace-kept", "warning"],
    ]);
    expect((await sync(otherId)).report).toMatchObject({ agentsUnchanged: 2, errors: [] });
  });

  test.each(["2026.9.6", "2026.3.28"])("and back again takes along what is newer there (%s)", async (version) => {
    const { file, sync, agentId } = await moveBoard(version);
    const { app, gateway, gatewayId } = fixture;
    const key = fixture.keyOf(agentId);
    await sync(otherId, { moveWorkspaces: true });
    other.writeFile(key, "MEMORY.md", "Learnt in the south\n");
    other.writeFile(key, "USER.md", "Prefers the south\n");
    const deleteFile = (name: string) => gateway.deleteFile(key, name);
    deleteFile("USER.md");
    const [board] = file.boards;
    importFleet(app.database, app.vault, { ...file, boards: [{ ...board, gateway_id: gatewayId }] });
    const { report } = await sync(gatewayId, { moveWorkspaces: true });
    expect(gateway.readFile(key, "USER.md")).toBe("Prefers the south\n");
    // Both gateways have one: the operator is told, and neither is changed.
    expect(gateway.readFile(key, "MEMORY.md")).toBe("What I learnt\n");
    expect(report.errors).toContainEqual(
      expect.objectContaining({
        code: "workspace-left",
        agentId,
        message: expect.stringMatching(/MEMORY\.md of agent "Agent 0" was not moved.*another one/),
        hint: expect.stringContaining('on gateway "South"'),
      }),
    );
    expect(readFormerGateway(app.database, agentId)).toBeNull();
  });

  test("takes them along although the former gateway is renamed meanwhile", async () => {
    const { sync, agentId } = await moveBoard("2026.9.6");
    const { app, gateway, gatewayId } = fixture;
    const slow = gateway.inject({ kind: "slow", method: "agents.files.get", delayMs: 500 });
    const syncing = sync(otherId);
    await expect.poll(() => slow.hits, { timeout: 20_000 }).toBe(1);
    app.database.sqlite.prepare("UPDATE gateways SET name = 'Renamed' WHERE id = ?").run(gatewayId);
    app.connections.closeOutdated();
    const { report } = await syncing;
    expect(report.errors.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(other.readFile(fixture.keyOf(agentId), "MEMORY.md")).toBe("What I learnt\n");
  });

  test("is noted until all of an agent's files have arrived", async () => {
    const { sync, agentId } = await moveBoard("2026.9.6");
    const { app, gatewayId } = fixture;
    other.inject({ kind: "error", method: "agents.files.set", code: "INVALID_REQUEST", message: "no", times: 100 });
    expect((await sync(otherId)).report.agentsFailed).toBe(2);
    expect(readFormerGateway(app.database, agentId)).toBe(gatewayId);
    other.clearFaults();
    expect((await sync(otherId)).report.agentsFailed).toBe(0);
    expect(other.readFile(fixture.keyOf(agentId), "MEMORY.md")).toBe("What I learnt\n");
    expect(readFormerGateway(app.database, agentId)).toBeNull();
  });

  test("asks the former gateway once for all agents", async () => {
    const { sync } = await moveBoard("2026.9.6");
    const { gateway } = fixture;
    gateway.resetCounters();
    await sync(otherId);
    expect(gateway.calls.get("config.get")).toBe(1);
  });

  test.each([
    ["made by others", "takes nothing", "# Support\n", null],
    ["that names the record", "takes its memory", `# Support\nYou are agent ${uuid(4, 0)}.\n`, "Of support\n"],
  ])("of an agent with a freely chosen id there, %s, %s", async (_whose, _what, agentsFile, memory) => {
    const { sync, agentId } = await moveBoard("2026.9.6");
    const { gateway } = fixture;
    addSupport(agentId);
    gateway.writeFile("support", "AGENTS.md", agentsFile);
    gateway.writeFile("support", "MEMORY.md", "Of support\n");
    await sync(otherId, { moveWorkspaces: true, rotateTokens: true });
    const taken = other.readFile("support", "MEMORY.md");
    expect(taken === "Of support\n").toBe(memory !== null);
    expect(taken).toBeDefined();
  });

  test.each([
    ["2026.9.6", "AGENTS.md"],
    ["2026.3.28", "TOOLS.md"],
  ])("waits while it cannot be told whose a freely chosen id is there (%s)", async (version, tokenFile) => {
    const { sync, agentId } = await moveBoard(version);
    const { app, gateway, gatewayId } = fixture;
    addSupport(agentId);
    gateway.writeFile("support", tokenFile, `${"x".repeat(1_100_000)}AUTH_TOKEN=one\n`);
    const { report } = await sync(otherId, { rotateTokens: true });
    expect(report.errors).toContainEqual(
      expect.objectContaining({ code: "workspace-kept", agentId, message: expect.stringContaining(tokenFile) }),
    );
    expect(readFormerGateway(app.database, agentId)).toBe(gatewayId);
    // A token that is not the agent's shows that it is another one.
    gateway.writeFile("support", tokenFile, `## Tools\n\nAUTH_TOKEN=${"q".repeat(40)}\n`);
    gateway.writeFile("support", "USER.md", "x".repeat(1_100_000));
    await sync(otherId, { rotateTokens: true, dryRun: true });
    expect(readFormerGateway(app.database, agentId)).toBe(gatewayId);
    await sync(otherId, { rotateTokens: true });
    expect(readFormerGateway(app.database, agentId)).toBeNull();
  });
});
