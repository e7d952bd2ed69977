import { afterEach, describe, expect, test } from "vitest";
import { deleteAgent, findBoardLead, findMainAgent, readAgent, updateAgent } from "../database/agents.ts";
import { saveOwnTemplates } from "../database/gateway-templates.ts";
import { boardMemory } from "../database/schema/record-tables.ts";
import { ensureGatewayAgent } from "./ensure-gateway-agent.ts";
import { ensureLead } from "./ensure-lead.ts";
import {
  openProvisioningFixture,
  type ProvisioningFixture,
  type ProvisioningFixtureOptions,
  uuid,
} from "./test-fixture.ts";
import { addRecords } from "./test-foreign-agents.ts";

let fixture: ProvisioningFixture;
const startedBy = "test";

/** A fixture whose first board has no lead. */
async function open(options: ProvisioningFixtureOptions = {}): Promise<string> {
  fixture = await openProvisioningFixture({ boards: 1, agents: 1, ...options });
  const [boardId = ""] = fixture.boardIds;
  deleteAgent(fixture.app.database, fixture.agentIds[0] ?? "");
  return boardId;
}

afterEach(async () => {
  await fixture.close();
});

describe("ensureLead", () => {
  test.each(["2026.3.28", "2026.9.6"])(
    "on %s creates, provisions and wakes a lead, and then leaves it alone",
    async (version) => {
      const boardId = await open({ gateway: { version } });
      const identityProfile = { role: "  Captain ", emoji: "  " };
      const { agent, created, run } = await ensureLead(fixture.app, { boardId, identityProfile, startedBy });
      expect([created, run?.status, run?.report.errors]).toEqual([true, "succeeded", []]);
      expect(agent).toMatchObject({
        name: "Lead Agent",
        status: "online",
        isBoardLead: true,
        openclawSessionId: `agent:lead-${boardId}:main`,
        heartbeatConfig: { every: "10m", target: "last", includeReasoning: false },
        identityProfile: { role: "Captain", communication_style: "direct, concise, practical", emoji: ":gear:" },
        provisionRequestedAt: null,
        provisionAction: null,
        lastProvisionError: null,
      });
      const key = `lead-${boardId}`;
      expect(fixture.gateway.readFile(key, "BOOTSTRAP.md")).toBeDefined();
      expect(fixture.gateway.sessions.get(`agent:${key}:main`)).toMatchObject({ label: "Lead Agent" });
      expect(fixture.gateway.chats).toHaveLength(1);
      fixture.gateway.resetCounters();
      expect(await ensureLead(fixture.app, { boardId, startedBy })).toMatchObject({ created: false, run: null });
      expect([
        fixture.gateway.configWrites,
        fixture.gateway.fileWrites,
        fixture.gateway.calls.has("chat.send"),
      ]).toEqual([0, 0, false]);
    },
  );

  test("needs no templates for a lead or a main agent that is there", async () => {
    const boardId = await open();
    const { database } = fixture.app;
    await ensureLead(fixture.app, { boardId, startedBy });
    await ensureGatewayAgent(fixture.app, { gatewayId: fixture.gatewayId, startedBy });
    saveOwnTemplates(database, fixture.gatewayId, { folder: "/missing", baseUrl: null });
    expect(await ensureLead(fixture.app, { boardId, startedBy })).toMatchObject({ created: false, run: null });
    const main = await ensureGatewayAgent(fixture.app, { gatewayId: fixture.gatewayId, startedBy });
    expect(main).toMatchObject({ created: false, run: null });
    deleteAgent(database, findBoardLead(database, boardId)?.id ?? "");
    await expect(ensureLead(fixture.app, { boardId, startedBy })).rejects.toMatchObject({ code: "template-error" });
    expect(findBoardLead(database, boardId)).toBeUndefined();
  });

  test("corrects name, gateway and session key of an existing lead without provisioning it", async () => {
    const boardId = await open();
    const { agent } = await ensureLead(fixture.app, { boardId, startedBy });
    updateAgent(fixture.app.database, agent.id, { openclawSessionId: "agent:other:main" });
    fixture.gateway.resetCounters();
    const corrected = await ensureLead(fixture.app, { boardId, agentName: "Ada", startedBy });
    expect(corrected).toMatchObject({ created: false, run: null, agent: { id: agent.id, name: "Ada" } });
    expect(corrected.agent.openclawSessionId).toBe(`agent:lead-${boardId}:main`);
    expect([fixture.gateway.configWrites, fixture.gateway.fileWrites, fixture.gateway.calls.has("chat.send")]).toEqual([
      0,
      0,
      false,
    ]);
  });

  test("leaves a lead that was provisioned as a worker the agent it is on the gateway", async () => {
    const boardId = await open();
    const { app, sync, gateway } = fixture;
    const [id = ""] = addRecords(fixture, [{ name: "Worker" }]);
    await sync({ rotateTokens: true });
    updateAgent(app.database, id, { isBoardLead: true });
    const { agent, run } = await ensureLead(app, { boardId, startedBy });
    expect([agent.id, agent.openclawSessionId, run]).toEqual([id, `agent:mc-${id}:main`, null]);
    expect((await sync()).status).toBe("succeeded");
    expect(gateway.agentIds).not.toContain(`lead-${boardId}`);
  });

  test("keeps the error of a failed provisioning, and a retry completes it with the same identity", async () => {
    const boardId = await open({ retryPolicy: { baseMs: 10, maxMs: 20, jitter: 0, giveUpAfterMs: 100 } });
    await fixture.gateway.kill();
    const failed = await ensureLead(fixture.app, { boardId, startedBy });
    expect(failed.run?.status).toBe("unreachable");
    const row = findBoardLead(fixture.app.database, boardId);
    expect(row?.lastProvisionError).toContain("unreachable");
    await fixture.gateway.start();
    const retried = await ensureLead(fixture.app, { boardId, startedBy });
    expect(retried).toMatchObject({
      created: false,
      run: { status: "succeeded" },
      agent: { id: row?.id, status: "online" },
    });
    expect(readAgent(fixture.app.database, row?.id ?? "").lastProvisionError).toBeNull();
  });

  test("is asked for in so many words: a paused board does not keep it from provisioning", async () => {
    const boardId = await open();
    const pause = { id: uuid(8, 1), boardId, content: "/pause", tags: null, isChat: true, source: null };
    fixture.app.database.orm
      .insert(boardMemory)
      .values({ ...pause, createdAt: "2026-01-01T00:00:00.000000Z" })
      .run();
    expect((await ensureLead(fixture.app, { boardId, startedBy })).run?.status).toBe("succeeded");
  });

  test("a label that is taken falls back to name and board, never to a failure", async () => {
    const boardId = await open();
    fixture.gateway.inject({
      kind: "error",
      method: "sessions.patch",
      code: "INVALID_REQUEST",
      message: "label already in use: Lead Agent",
    });
    const { agent, run } = await ensureLead(fixture.app, { boardId, startedBy });
    expect(run?.status).toBe("succeeded");
    expect(fixture.gateway.sessions.get(agent.openclawSessionId ?? "")?.label).toBe("Lead Agent · Board 0");
  });
});

test("ensureGatewayAgent does the same for the main agent", async () => {
  await open();
  const { database } = fixture.app;
  deleteAgent(database, fixture.mainId);
  const { agent, created, run } = await ensureGatewayAgent(fixture.app, { gatewayId: fixture.gatewayId, startedBy });
  expect([created, run?.status]).toEqual([true, "succeeded"]);
  expect(agent).toMatchObject({
    name: "Test gateway Gateway Agent",
    status: "online",
    openclawSessionId: `agent:mc-gateway-${fixture.gatewayId}:main`,
    identityProfile: { role: "Gateway Agent", emoji: ":compass:" },
  });
  expect(findMainAgent(database, fixture.gatewayId)?.id).toBe(agent.id);
  expect(await ensureGatewayAgent(fixture.app, { gatewayId: fixture.gatewayId, startedBy })).toMatchObject({
    run: null,
  });
});
