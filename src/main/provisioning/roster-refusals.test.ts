import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../shared/records.ts";
import { updateAgent } from "../database/agents.ts";
import { readGateway, updateGateway } from "../database/gateways.ts";
import { applySavedPlan } from "./apply-saved-plan.ts";
import { fixture } from "./test-open-fixture.ts";
import {
  badHeartbeats,
  flattens,
  idsWith,
  openEight,
  refuseWhere,
  renameAll,
  rosterOf,
  setHeartbeat,
  touches,
  versions,
} from "./test-roster-refusals.ts";
import { expectCountsAddUp } from "./test-sync-results.ts";

describe.each(versions)("a value that %s does not accept", (version) => {
  test("fails its new agent by name and field, and no other", async () => {
    const { sync, agentIds, patches } = await openEight(version);
    const bad = new Map(
      badHeartbeats.map(([heartbeat, field], index) => [agentIds[index] ?? "", { heartbeat, field }]),
    );
    for (const [id, { heartbeat }] of bad) setHeartbeat(fixture, id, heartbeat);
    const { status, report } = await sync({ rotateTokens: true });
    expect(status).toBe("failed");
    expect(report).toMatchObject({ agentsUpdated: 2, agentsFailed: 6, mainUpdated: true });
    expect(idsWith(report, "failed")).toEqual([...bad.keys()].toSorted());
    for (const [id, { field }] of bad) {
      const errors = report.errors.filter(({ agentId }) => agentId === id);
      expect(errors).toMatchObject([{ code: "setting-invalid", severity: "error" }]);
      expect(errors[0]?.message).toContain(`${field} of agent`);
      expect(rosterOf(fixture).has(fixture.keyOf(id))).toBe(false);
    }
    expect(report.errors).toHaveLength(6);
    expect(patches()).toBe(1);
    expectCountsAddUp(report);
  });

  test("fails two of eight agents that are there, whose entries stay, and the others are corrected", async () => {
    const { sync, agentIds, gateway } = await openEight(version);
    await sync({ rotateTokens: true });
    const before = rosterOf(fixture);
    const bad = [agentIds[1] ?? "", agentIds[5] ?? ""];
    renameAll(fixture);
    setHeartbeat(fixture, bad[0] ?? "", { every: "soon" });
    setHeartbeat(fixture, bad[1] ?? "", { every: "1h", activeHours: { end: "25:00" } });
    gateway.resetCounters();
    const { report } = await sync();
    expect(idsWith(report, "failed")).toEqual(bad.toSorted());
    expect(report).toMatchObject({ agentsUpdated: 6, agentsFailed: 2, mainUpdated: true });
    expect(gateway.calls.get("config.patch")).toBe(1);
    for (const id of bad) expect(rosterOf(fixture).get(fixture.keyOf(id))).toEqual(before.get(fixture.keyOf(id)));
    expect(rosterOf(fixture).get(fixture.keyOf(agentIds[0] ?? ""))).toMatchObject({ name: "Renamed 0" });
    expect((await sync()).report).toMatchObject({ agentsUnchanged: 6, agentsFailed: 2 });
  });

  test("blocks its agent in the plan, which says why; a plan that is applied does the rest", async () => {
    const { app, sync, gateway, agentIds, patches } = await openEight(version);
    const [bad = "", refused = ""] = agentIds;
    setHeartbeat(fixture, bad, { every: "soon" });
    setHeartbeat(fixture, refused, { every: "1h", target: "smoke" });
    const { plan } = await sync({ rotateTokens: true, dryRun: true });
    if (!plan) throw new Error("no plan");
    expect(plan.agents.find(({ agentId }) => agentId === bad)?.blocked).toMatch(/heartbeat\.every .*"soon"/);
    expect(plan.summary).toMatchObject({ blocked: 1, agentsToAdd: 8 });
    expect(patches()).toBe(0);
    const { report } = await applySavedPlan(app, { plan, startedBy: "test" });
    expect(report).toMatchObject({ agentsInScope: 7, agentsUpdated: 6, agentsFailed: 1, mainUpdated: true });
    expect(report.errors).toMatchObject([{ code: "setting-invalid", agentId: refused }]);
    expect(gateway.config()).toHaveProperty(version === "2026.3.28" ? "channels" : "tools");
  });

  test("may be an id that its session key gives it", async () => {
    const { app, sync, agentIds } = await openEight(version);
    const [, , , bad = ""] = agentIds;
    updateAgent(app.database, bad, { openclawSessionId: `agent:${"x".repeat(200)}:main` });
    const { report } = await sync({ rotateTokens: true });
    expect(report).toMatchObject({ agentsUpdated: 7, agentsFailed: 1, mainUpdated: true });
    expect(report.errors).toMatchObject([{ code: "setting-invalid", agentId: bad }]);
  });

  test("may be a session key that no message can be sent to", async () => {
    const { app, sync, agentIds } = await openEight(version);
    const [bad = ""] = agentIds;
    updateAgent(app.database, bad, { openclawSessionId: `agent:ops:${"x".repeat(600)}` });
    const { report } = await sync({ rotateTokens: true });
    expect(report).toMatchObject({ agentsUpdated: 7, agentsFailed: 1, mainUpdated: true });
    expect(report.errors).toMatchObject([{ code: "setting-invalid", agentId: bad }]);
  });

  test("may be a path of another system than that of the gateway", async () => {
    const { app, sync, agentIds, gatewayId, patches } = await openEight(version);
    const root = readGateway(app.database, gatewayId).workspaceRoot;
    updateGateway(app.database, app.vault, gatewayId, { workspaceRoot: "C:\\agents" });
    const { report } = await sync({ rotateTokens: true });
    expect(report).toMatchObject({ agentsUpdated: 0, agentsFailed: 8, mainUpdated: false });
    expect(report.errors.find(({ agentId }) => agentId === agentIds[0])?.message).toMatch(
      /workspace of agent .*Windows/,
    );
    expect(patches()).toBe(0);
    updateGateway(app.database, app.vault, gatewayId, { workspaceRoot: root });
    expect((await sync({ rotateTokens: true })).report).toMatchObject({ agentsUpdated: 8, agentsFailed: 0 });
  });

  test("is found out by asking where only the gateway knows: the agent fails by name, with its words", async () => {
    const { sync, agentIds, patches } = await openEight(version);
    await sync({ rotateTokens: true });
    const [, bad = "", , worse = ""] = agentIds;
    renameAll(fixture);
    setHeartbeat(fixture, bad, { every: "1h", target: "carrier-pigeon" });
    setHeartbeat(fixture, worse, { every: "1h", target: "smoke" });
    const before = patches();
    const { report } = await sync();
    expect(idsWith(report, "failed")).toEqual([bad, worse].toSorted());
    expect(report).toMatchObject({ agentsUpdated: 6, agentsFailed: 2, mainUpdated: true });
    expect(report.errors.map(({ agentId }) => agentId).toSorted()).toEqual([bad, worse].toSorted());
    expect(report.errors[0]?.message).toContain("heartbeat.target: unknown heartbeat target");
    expect(patches() - before).toBe(2);
    expect(rosterOf(fixture).get(fixture.keyOf(bad))).toMatchObject({ name: "Agent 1" });
  });

  test("of an entry that is the operator's own is not blamed on ours", async () => {
    const { sync, gateway, agentIds } = await openEight(version);
    await sync({ rotateTokens: true });
    const config = gateway.config();
    const { list, entries, ...rest } = config.agents as JsonObject;
    const pico = { id: "pico", heartbeat: { every: "whenever" } };
    const agents = Array.isArray(list)
      ? { ...rest, list: [pico, ...list] }
      : { ...rest, entries: { pico: { heartbeat: pico.heartbeat }, ...(entries as JsonObject) } };
    gateway.setConfig({ ...config, agents });
    const [renamed = ""] = agentIds;
    updateAgent(fixture.app.database, renamed, { name: "Renamed" });
    const { report } = await sync({ fileNames: null });
    expect(report.errors).toMatchObject([{ code: "config-rejected", agentId: null }]);
    expect(report.errors[0]?.message).toContain("before patching");
    expect(report.errors[0]?.hint).toContain("openclaw doctor");
    expect(idsWith(report, "failed")).toEqual([renamed]);
    expect(report).toMatchObject({ agentsUnchanged: 7 });
  });
});

describe.each(versions)("a refusal of %s that names no place", (version) => {
  test.each([1, 2])("is narrowed down to the %d agents it is about", async (count) => {
    const { sync, gateway, agentIds, patches } = await openEight(version);
    await sync({ rotateTokens: true });
    renameAll(fixture);
    const bad = [agentIds[2] ?? "", agentIds[7] ?? ""].slice(0, count);
    for (const id of bad) refuseWhere(gateway, ({ raw }) => String(raw).includes(fixture.keyOf(id)), "disk says no");
    const before = patches();
    const { report } = await sync();
    expect(idsWith(report, "failed")).toEqual(bad.toSorted());
    expect(report).toMatchObject({ agentsUpdated: 8 - count, agentsFailed: count, mainUpdated: true });
    expect(report.errors.map(({ agentId }) => agentId).toSorted()).toEqual(bad.toSorted());
    expect(report.errors[0]?.message).toContain("disk says no");
    expect(patches() - before).toBeLessThan(16);
  });

  test("of everything is given up after a bounded number of tries", async () => {
    const { sync, gateway, patches } = await openEight(version);
    await sync({ rotateTokens: true });
    renameAll(fixture);
    refuseWhere(gateway, () => true, "read-only file system");
    const before = patches();
    const { status, report } = await sync();
    expect(status).toBe("failed");
    expect(report).toMatchObject({ agentsFailed: 8, agentsUpdated: 0, agentsUnchanged: 0, mainUpdated: false });
    expect(patches() - before).toBeLessThanOrEqual(20);
  });
});

describe.each(versions)("a roster that %s refuses as a whole", (version) => {
  test.each([
    ["missing scope: operator.admin", "scope-missing", "operator.admin"],
    [flattens, "config-include-owned", "included file"],
    [
      "config.patch persisted but was not applied to the active Gateway (failed); run config.get, then use config.apply to reapply the saved config or restart the Gateway",
      "config-not-applied",
      "restart",
    ],
  ])("is told once, with its reason and what helps: %s", async (message, code, hint) => {
    const { sync, gateway, agentIds, patches } = await openEight(version);
    await sync({ rotateTokens: true });
    const [renamed = ""] = agentIds;
    updateAgent(fixture.app.database, renamed, { name: "Renamed" });
    refuseWhere(gateway, touches("agents"), message);
    const before = patches();
    const { status, report } = await sync();
    expect(status).toBe("failed");
    expect(report.errors).toMatchObject([{ severity: "error", code, agentId: null }]);
    expect(report.errors[0]?.message).toContain(message);
    expect(report.errors[0]?.hint).toContain(hint);
    expect(idsWith(report, "failed")).toEqual([renamed]);
    expect(report).toMatchObject({ agentsUnchanged: 7 });
    expect(patches() - before).toBeLessThanOrEqual(2);
  });

  test("in a message of five million characters is told in two thousand", async () => {
    const { sync, gateway } = await openEight(version);
    refuseWhere(gateway, () => true, `missing scope: ${"x".repeat(5_000_000)}`);
    const { report } = await sync({ rotateTokens: true });
    expect(report.errors.every(({ message }) => message.length < 2_200)).toBe(true);
    expect(report).toMatchObject({ agentsFailed: 8 });
  });
});
