import { describe, expect, test } from "vitest";
import { mergePatch } from "../../practice-gateway/merge-patch.ts";
import type { JsonObject } from "../../shared/records.ts";
import { readAgent, updateAgent } from "../database/agents.ts";
import { saveAgentDelivery, saveGatewayDelivery } from "../database/gateway-notes.ts";
import { ensureGatewayAgent } from "./ensure-gateway-agent.ts";
import { ensureLead } from "./ensure-lead.ts";
import { fixture, open } from "./test-open-fixture.ts";

function editConfig(change: JsonObject): void {
  fixture.gateway.setConfig(mergePatch(fixture.gateway.config(), change, false) as JsonObject);
}

type Roster = { list?: (JsonObject & { id: string })[]; entries?: Record<string, JsonObject> };
const rosterNow = () => fixture.gateway.config().agents as Roster;
const targetOf = (agentId: string) => {
  const key = fixture.keyOf(agentId);
  const entry = rosterNow().entries?.[key] ?? rosterNow().list?.find(({ id }) => id === key);
  return (entry?.heartbeat as JsonObject | undefined)?.target;
};

describe("a setting of the gateway that keeps agents from working", () => {
  test.each([{ dryRun: true }, {}])("is warned of by name, once, in plan and run (%j)", async (options) => {
    const { sync } = await open({ gateway: { version: "2026.9.6" } });
    editConfig({ tools: { exec: { mode: "ask" }, deny: ["exec"] } });
    const { report, status } = await sync(options);
    expect(status).toBe("succeeded");
    expect(report.errors).toMatchObject([
      { severity: "warning", code: "agents-cannot-work", agentId: null },
      { severity: "warning", code: "agents-cannot-work", agentId: null },
    ]);
    const messages = report.errors.map(({ message }) => message).join("\n");
    expect(messages).toContain('tools.exec.mode is "ask"');
    expect(messages).toContain('tools.deny has "exec"');
  });

  test("is also a missing model, where the gateway tells", async () => {
    const { sync, gateway } = await open({ gateway: { version: "2026.9.6" } });
    expect((await sync()).report.errors).toEqual([]);
    gateway.removeModel();
    const { report } = await sync();
    expect(report.errors).toMatchObject([{ severity: "warning", code: "agents-cannot-work" }]);
    expect(report.errors[0]?.message).toContain("agents.defaults.model");
  });

  test("names the agents if it is only theirs", async () => {
    const { sync, agentIds, keyOf } = await open({ gateway: { version: "2026.3.28" } });
    await sync();
    const [first = ""] = agentIds;
    const list = (rosterNow().list ?? []).map((entry) =>
      entry.id === keyOf(first) ? { ...entry, tools: { profile: "messaging" } } : entry,
    );
    editConfig({ agents: { list } });
    const { report } = await sync();
    expect(report.errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Agent 0 on gateway .*tools\.profile/),
    ]);
  });
});

describe("agents that wake because of agents.defaults.heartbeat", () => {
  const defaults = { heartbeat: { every: "1h", target: "none" } };

  test.each([
    [
      "2026.9.6",
      { ownership: "explicit", entries: { main: {}, scout: { name: "Scout" } } },
      /: main and Scout \(scout\)\.$/,
    ],
    ["2026.5.12", { list: [{ id: "main" }, { id: "scout", name: "Scout" }] }, /: main and Scout \(scout\)\.$/],
    ["2026.3.28", { list: [{ id: "main" }, { id: "scout", name: "Scout" }] }, /: main\.$/],
  ])("are named once when they lose it on %s, in plan and run, with the remedy", async (version, roster, names) => {
    const { sync } = await open({ gateway: { version } });
    editConfig({ agents: { ...roster, defaults } });
    const dry = await sync({ dryRun: true });
    expect(dry.report.errors).toMatchObject([{ severity: "warning", code: "heartbeats-lost", agentId: null }]);
    expect(dry.report.errors[0]?.message).toMatch(names);
    expect(dry.report.errors[0]?.hint).toContain("heartbeat");

    expect((await sync()).report.errors.map(({ code }) => code)).toEqual(["heartbeats-lost"]);
    expect((await sync()).report.errors).toEqual([]);
  });

  test.each<[string, JsonObject]>([
    ["there are no defaults", { ownership: "explicit", entries: { main: {}, scout: {} } }],
    [
      "the defaults are off",
      { ownership: "explicit", entries: { main: {}, scout: {} }, defaults: { heartbeat: { every: "0m" } } },
    ],
    [
      "an agent has its own already",
      { ownership: "explicit", entries: { main: {}, scout: { heartbeat: { every: "1h" } } }, defaults },
    ],
    ["all have their own", { ownership: "explicit", entries: { main: { heartbeat: {} } }, defaults }],
  ])("need no warning if %s", async (_, agents) => {
    const { sync } = await open({ gateway: { version: "2026.9.6" } });
    editConfig({ agents });
    expect((await sync()).report.errors).toEqual([]);
  });
});

describe("heartbeats that are to be delivered to the last chat", () => {
  test("keep target last on gateways that then wait for one, for a gateway or an agent, and the plan says so", async () => {
    const { app, sync, agentIds, gatewayId } = await open({ gateway: { version: "2026.9.6" } });
    const [first = "", second = ""] = agentIds;
    await sync();
    expect([targetOf(first), targetOf(second)]).toEqual(["none", "none"]);
    saveAgentDelivery(app.database, first, true);
    const dry = await sync({ dryRun: true });
    expect(dry.plan?.notes).toEqual([expect.stringMatching(/The heartbeat of 1 agent keeps target "last".*skips/)]);
    await sync();
    expect([targetOf(first), targetOf(second)]).toEqual(["last", "none"]);

    saveGatewayDelivery(app.database, gatewayId, true);
    saveAgentDelivery(app.database, first, false);
    await sync();
    expect([targetOf(first), targetOf(second)]).toEqual(["none", "last"]);
    saveAgentDelivery(app.database, first, null);
    await sync();
    expect(targetOf(first)).toBe("last");
    expect((await sync()).report.agentsUnchanged).toBe(6);
  });
});

describe("an agent that its record calls online and that is not on its gateway", () => {
  test.each(["2026.9.6", "2026.3.28"])("is provisioned when it is ensured on %s", async (version) => {
    const { app, sync, agentIds, boardIds, mainId, gatewayId, gateway, keyOf } = await open({ gateway: { version } });
    await sync();
    const [leadId = ""] = agentIds;
    for (const id of [leadId, mainId]) updateAgent(app.database, id, { status: "online", provisionAction: null });
    const ensure = () => ensureLead(app, { boardId: boardIds[0] ?? "", startedBy: "test" });
    const ensureMain = () => ensureGatewayAgent(app, { gatewayId, startedBy: "test" });
    expect([(await ensure()).run, (await ensureMain()).run]).toEqual([null, null]);

    const gone = [keyOf(leadId), keyOf(mainId)];
    const { entries = {}, list = [] } = rosterNow();
    const kept = Object.fromEntries(Object.entries(entries).filter(([key]) => !gone.includes(key)));
    const { agents, ...rest } = gateway.config();
    const others = version === "2026.9.6" ? { entries: kept } : { list: list.filter(({ id }) => !gone.includes(id)) };
    gateway.setConfig({ ...rest, agents: { ...(agents as JsonObject), ...others } });

    expect((await ensure()).run?.status).toBe("succeeded");
    expect((await ensureMain()).run?.status).toBe("succeeded");
    expect(gateway.agentIds).toEqual(expect.arrayContaining(gone));
    expect(readAgent(app.database, leadId).lastProvisionError).toBeNull();
  });
});
