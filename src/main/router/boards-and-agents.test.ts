import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { updateAgent } from "../database/agents.ts";
import { withToken } from "../provisioning/tokens/test-token-lines.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
beforeEach(async () => {
  fixture = await openRouterFixture({ boards: 2, agents: 4 });
});
afterEach(() => fixture.close());

const noFields = { successMetrics: null, objective: null, targetDate: null, goalSource: null };
const noTexts = { heartbeatConfig: null, identityProfile: null, identityTemplate: null, soulTemplate: null };

describe("boards", () => {
  it("are added to a gateway with a slug, and changed field by field", async () => {
    const board = await fixture.client.boards.create({
      ...noFields,
      name: "Spring Plan",
      gatewayId: fixture.gatewayId,
    });
    expect(board).toMatchObject({ slug: "spring-plan", gatewayName: "Test gateway", agents: 0, lead: null });
    await fixture.client.boards.update({ id: board.id, change: { requireApprovalForDone: false } });
    const changed = await fixture.client.boards.update({ id: board.id, change: { name: "Summer Plan" } });
    expect(changed).toMatchObject({ name: "Summer Plan", requireApprovalForDone: false, gatewayId: fixture.gatewayId });
  });

  it("are paused and resumed by a line in their chat, which a sync heeds", async () => {
    const [boardId = ""] = fixture.boardIds;
    expect((await fixture.client.boards.setPaused({ id: boardId, paused: true })).isPaused).toBe(true);
    const { run } = await fixture.sync({ rotateTokens: true });
    expect(run.counts).toMatchObject({ skipped: 2, updated: 3 });
    const listed = await fixture.client.boards.list({ gatewayId: fixture.gatewayId });
    expect(listed.map(({ isPaused, lastOutcome }) => [isPaused, lastOutcome?.outcome])).toEqual([
      [true, "skipped"],
      [false, "updated"],
    ]);
    expect((await fixture.client.boards.setPaused({ id: boardId, paused: false })).isPaused).toBe(false);
  });

  it("are skipped in full while paused, which their gateway and the plan say", async () => {
    const [boardId = ""] = fixture.boardIds;
    const lastRun = async () => (await fixture.client.gateways.list())[0]?.lastRun;
    await fixture.client.boards.setPaused({ id: boardId, paused: true });
    await fixture.sync({ rotateTokens: true });
    expect(await lastRun()).toMatchObject({ status: "succeeded", allSkipped: false });
    await fixture.sync({ boardId, includeMain: false });
    expect(await lastRun()).toMatchObject({ status: "succeeded", allSkipped: true });
    const { run } = await fixture.sync({ boardId, includeMain: false, dryRun: true });
    const plan = await fixture.client.runs.plan({ id: run.id });
    expect(plan?.agents.map(({ skip, blocked }) => [skip, blocked])).toEqual([
      ["paused", "its board is paused"],
      ["paused", "its board is paused"],
    ]);
  });

  it("show the worst of their agents' latest outcomes with its errors, and not those of a dry run", async () => {
    await fixture.sync({ rotateTokens: true });
    const [boardId = ""] = fixture.boardIds;
    const unlucky = fixture.agentIds[2] ?? "";
    fixture.gateway.writeFile(`mc-${unlucky}`, "SOUL.md", "edited");
    fixture.gateway.inject({
      kind: "error",
      method: "agents.files.set",
      code: "INVALID_REQUEST",
      message: "disk full",
    });
    const failed = await fixture.sync({ boardId, includeMain: false });
    await fixture.sync({ dryRun: true });
    const [row] = await fixture.client.boards.list({});
    expect(row).toMatchObject({ errors: 1, lastOutcome: { outcome: "failed", runId: failed.run.id } });
    await fixture.client.runs
      .retry({ id: failed.run.id, outcomes: ["failed"] })
      .then(({ runId }) => fixture.ended(runId));
    expect((await fixture.client.boards.list({}))[0]).toMatchObject({ errors: 0, lastOutcome: { outcome: "updated" } });
  });

  it("keep their gateway while they have agents", async () => {
    const moved = fixture.client.boards.update({ id: fixture.boardIds[0] ?? "", change: { gatewayId: null } });
    await expect(moved).rejects.toMatchObject({ data: { code: "bad-input" } });
  });

  it("take their agents to another gateway, and the former one shows them as agents without a record", async () => {
    const { client, gatewayId, boardIds } = fixture;
    const [boardId = ""] = boardIds;
    await fixture.sync({ rotateTokens: true });
    const moving = await client.agents.list({ boardId });
    const place = { name: "South", url: "ws://127.0.0.1:1", workspaceRoot: "/w", organizationId: null };
    const south = await client.gateways.create({ ...place, label: { colour: "red", environment: "" } });
    expect((await client.gateways.orphans({ id: gatewayId })).orphans).toEqual([]);
    await client.boards.update({ id: boardId, change: { gatewayId: south.id } });
    const moved = await client.agents.list({ gatewayId: south.id });
    expect(moved.map(({ id }) => id).toSorted()).toEqual(moving.map(({ id }) => id).toSorted());
    const { orphans } = await client.gateways.orphans({ id: gatewayId });
    expect(orphans.map(({ name }) => name).toSorted()).toEqual(moving.map(({ name }) => name).toSorted());
    const { errors } = await fixture.sync({ dryRun: true });
    expect(errors.map(({ code, severity }) => `${code} ${severity}`)).toEqual(
      moving.map(() => "workspace-left warning"),
    );
  });

  it("are deleted under their name only, with their agents", async () => {
    const [id = ""] = fixture.boardIds;
    const wrong = fixture.client.boards.delete({ id, confirmName: "board 0" });
    await expect(wrong).rejects.toMatchObject({ data: { code: "bad-input" } });
    await fixture.client.boards.delete({ id, confirmName: "Board 0" });
    expect((await fixture.client.agents.list({})).filter(({ boardId }) => boardId === id)).toEqual([]);
  });
});

describe("agents", () => {
  it("are added to a board, and a sync brings them to the gateway", async () => {
    const [boardId = ""] = fixture.boardIds;
    const agent = await fixture.client.agents.create({
      ...noTexts,
      name: "Nora",
      boardId,
      gatewayId: fixture.gatewayId,
    });
    expect(agent).toMatchObject({
      name: "Nora",
      boardName: "Board 0",
      isMain: false,
      token: "unknown",
      lastOutcome: null,
    });
    await fixture.sync({ rotateTokens: true });
    expect(fixture.gateway.agentIds).toContain(`mc-${agent.id}`);
    const view = await fixture.client.agents.get({ id: agent.id });
    expect(view).toMatchObject({
      token: "verified",
      lastOutcome: "updated",
      hasTokenHash: true,
      agentKey: `mc-${agent.id}`,
    });
    expect(view.history).toMatchObject([{ outcome: "updated" }]);
    expect(view.files.map(({ name }) => name)).toContain("AGENTS.md");
  });

  it("are refused a board of another gateway, and a second lead or main agent", async () => {
    const [boardId = ""] = fixture.boardIds;
    const base = { ...noTexts, name: "Nora", boardId, gatewayId: fixture.gatewayId };
    const secondLead = fixture.client.agents.create({ ...base, isBoardLead: true });
    await expect(secondLead).rejects.toMatchObject({ data: { code: "bad-input" } });
    const secondMain = fixture.client.agents.create({ ...base, boardId: null });
    await expect(secondMain).rejects.toMatchObject({ data: { code: "bad-input" } });
    const label = { colour: "slate", environment: "" } as const;
    const other = { name: "Other", url: "", workspaceRoot: "/w", organizationId: null, label };
    const { id: gatewayId } = await fixture.client.gateways.create(other);
    const elsewhere = fixture.client.agents.create({ ...base, gatewayId });
    await expect(elsewhere).rejects.toMatchObject({ data: { code: "bad-input" } });
  });

  it("keep what a change does not name", async () => {
    const [leadId = ""] = fixture.agentIds;
    await fixture.client.agents.update({ id: leadId, change: { identityProfile: { role: "Captain" } } });
    const lead = await fixture.client.agents.update({ id: leadId, change: { name: "Nils" } });
    expect(lead).toMatchObject({ name: "Nils", isBoardLead: true, boardId: fixture.boardIds[0] });
    expect((await fixture.client.agents.get({ id: leadId })).identityProfile).toEqual({ role: "Captain" });
  });

  it("are deleted on the gateway, too", async () => {
    await fixture.sync({ rotateTokens: true });
    const id = fixture.agentIds[3] ?? "";
    const name = "Agent 3";
    const wrong = fixture.client.agents.delete({ id, confirmName: "", evenIfGatewayAway: false });
    await expect(wrong).rejects.toMatchObject({ data: { code: "bad-input" } });
    await fixture.client.agents.delete({ id, confirmName: name, evenIfGatewayAway: false });
    expect(fixture.gateway.agentIds).not.toContain(`mc-${id}`);
    expect((await fixture.client.agents.list({})).map((agent) => agent.id)).not.toContain(id);
  });

  it("stay where the gateway is away, unless the operator said that this does not matter", async () => {
    const id = fixture.agentIds[3] ?? "";
    await fixture.gateway.kill();
    const refused = fixture.client.agents.delete({ id, confirmName: "Agent 3", evenIfGatewayAway: false });
    await expect(refused).rejects.toMatchObject({ data: { code: "gateway-unreachable" } });
    expect((await fixture.client.agents.list({})).map((agent) => agent.id)).toContain(id);
    await fixture.client.agents.delete({ id, confirmName: "Agent 3", evenIfGatewayAway: true });
    expect((await fixture.client.agents.list({})).map((agent) => agent.id)).not.toContain(id);
  });

  it("that are not Flight Deck's own on the gateway lose their record alone", async () => {
    const { hostedApp, gateway, gatewayId, boardIds, agentIds } = fixture;
    const { database } = hostedApp.services;
    await fixture.sync({ rotateTokens: true });
    const config = gateway.config();
    const agents = config.agents as { entries: object };
    gateway.setConfig({ ...config, agents: { ...agents, entries: { ...agents.entries, pico: {} } } });
    gateway.writeFile("pico", "MEMORY.md", "Pico's own");
    const [boardId = ""] = boardIds;
    const { id } = await fixture.client.agents.create({ ...noTexts, name: "Pico", boardId, gatewayId });
    updateAgent(database, id, { openclawSessionId: "agent:pico:main" });
    await fixture.client.agents.delete({ id, confirmName: "Pico", evenIfGatewayAway: false });
    expect(gateway.readFile("pico", "MEMORY.md")).toBe("Pico's own");
    const twin = await fixture.client.agents.create({ ...noTexts, name: "Twin", boardId, gatewayId });
    updateAgent(database, twin.id, { openclawSessionId: `agent:mc-${agentIds[2]}:main` });
    await fixture.client.agents.delete({ id: twin.id, confirmName: "Twin", evenIfGatewayAway: false });
    expect(gateway.agentIds).toContain(`mc-${agentIds[2]}`);
  });

  it("are not deleted from under a run", async () => {
    fixture.gateway.setLatency(50);
    const { runId } = await fixture.client.runs.sync({ gatewayId: fixture.gatewayId, rotateTokens: true });
    const id = fixture.agentIds[3] ?? "";
    const refused = fixture.client.agents.delete({ id, confirmName: "Agent 3", evenIfGatewayAway: true });
    await expect(refused).rejects.toMatchObject({ data: { code: "run-in-progress" } });
    expect((await fixture.ended(runId)).run.status).toBe("succeeded");
  });
});

describe("an agent's token", () => {
  it("is verified, drifted or unreadable as the latest run found it", async () => {
    const tokenOf = async (id: string) => (await fixture.client.agents.get({ id })).token;
    const id = fixture.agentIds[3] ?? "";
    const key = `mc-${id}`;
    expect(await tokenOf(id)).toBe("unknown");
    await fixture.sync({ rotateTokens: true });
    expect(await tokenOf(id)).toBe("verified");
    const agentsFile = fixture.gateway.readFile(key, "AGENTS.md") ?? "";
    fixture.gateway.writeFile(key, "AGENTS.md", withToken(agentsFile, "somebody-elses-token"));
    await fixture.sync();
    expect(await tokenOf(id)).toBe("drifted");
    fixture.gateway.writeFile(key, "AGENTS.md", "# Nothing here");
    await fixture.sync();
    expect(await tokenOf(id)).toBe("unreadable");
    await fixture.sync({ rotateTokens: true });
    expect(await tokenOf(id)).toBe("verified");
  });
});

describe("an agent's files", () => {
  it("are shown as rendered and as they are on the gateway, with the diff", async () => {
    await fixture.sync({ rotateTokens: true });
    const id = fixture.agentIds[2] ?? "";
    const same = await fixture.client.agents.files({ id });
    expect(same.gatewayError).toBeNull();
    expect(same.files.filter(({ diff }) => diff !== "")).toEqual([]);
    fixture.gateway.writeFile(`mc-${id}`, "SOUL.md", "A soul of its own.");
    const { files } = await fixture.client.agents.files({ id });
    const soul = files.find(({ name }) => name === "SOUL.md");
    expect(soul).toMatchObject({ gateway: "A soul of its own.", action: "change", reason: "edited on the gateway" });
    expect(soul?.diff).toContain("-A soul of its own.");
    expect(fixture.gateway.readFile(`mc-${id}`, "SOUL.md")).toBe("A soul of its own.");
  });

  it.each(["2026.3.28", "2026.9.6"])("too large to be read are not shown as missing (%s)", async (version) => {
    await fixture.close();
    fixture = await openRouterFixture({ boards: 2, agents: 4, gateway: { version } });
    await fixture.sync();
    const [, , id = "", other = ""] = fixture.agentIds;
    const large = "x".repeat(2_000_000);
    fixture.gateway.writeFile(`mc-${id}`, "SOUL.md", large);
    fixture.gateway.writeFile(`mc-${id}`, "MEMORY.md", large);
    const { files } = await fixture.client.agents.files({ id });
    expect(files.filter(({ isTooLarge }) => isTooLarge).map(({ name }) => name)).toEqual(["SOUL.md", "MEMORY.md"]);
    const [soul, memory] = ["SOUL.md", "MEMORY.md"].map((name) => files.find((file) => file.name === name));
    const reason = "SOUL.md on the gateway is 2 MB; Flight Deck reads files of up to 1 MB";
    expect(soul).toMatchObject({ action: "blocked", reason, gateway: null, diff: "" });
    expect(memory).toMatchObject({ action: "preserved", gateway: null, diff: "" });
    // A token file that cannot be read stops the agent's other files, too.
    const tokenFile = version === "2026.9.6" ? "AGENTS.md" : "TOOLS.md";
    fixture.gateway.writeFile(`mc-${other}`, tokenFile, large);
    fixture.gateway.writeFile(`mc-${other}`, "SOUL.md", "A soul of its own.");
    const blocked = (await fixture.client.agents.files({ id: other })).files.filter(
      ({ action }) => action === "blocked",
    );
    expect(blocked.map(({ name }) => name)).toEqual(expect.arrayContaining([tokenFile, "SOUL.md"]));
    expect(blocked.every(({ reason }) => reason.startsWith(`${tokenFile} on the gateway is 2 MB`))).toBe(true);
  });

  it("are rendered alone where the gateway is away, with the reason", async () => {
    await fixture.gateway.kill();
    const { files, gatewayError } = await fixture.client.agents.files({ id: fixture.agentIds[2] ?? "" });
    expect(gatewayError).toMatch(/cannot be reached now/);
    expect(files.length).toBeGreaterThan(4);
    expect(files.every(({ action, gateway }) => action === "unknown" && gateway === null)).toBe(true);
  });
});
