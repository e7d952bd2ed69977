import { afterEach, describe, expect, test } from "vitest";
import { connectTestClient, type TestClient } from "../../practice-gateway/test-client.ts";
import { patch } from "../../practice-gateway/test-gateways.ts";
import { agentOf, openPlanFixture, type PlanFixture } from "./test-plan-fixture.ts";

let fixture: PlanFixture;
let operator: TestClient;

afterEach(async () => {
  await operator.stop();
  await fixture.close();
});

/** A synced fleet, and an operator who changes the gateway. */
async function open(version = "2026.9.6") {
  fixture = await openPlanFixture({ gateway: { version } });
  await fixture.sync({ rotateTokens: true });
  operator = await connectTestClient(fixture.gateway);
  const { agentIds, keyOf } = fixture;
  const [agent = ""] = agentIds;
  return { ...fixture, agent, key: keyOf(agent) };
}

/** Deletes the agent on the gateway and puts its entry back, as syncs did that ignored deletions. */
async function deleteAndPutBack(key: string) {
  const { entries } = fixture.gateway.config().agents as { entries: Record<string, object> };
  await operator.call("agents.delete", { agentId: key, deleteFiles: false });
  await expect(patch(operator, { agents: { entries: { [key]: entries[key] } } })).rejects.toThrow("persisted");
  await expect.poll(() => fixture.gateway.restarts).toBeGreaterThan(0);
  fixture.gateway.resetCounters();
}

const creates = () => fixture.gateway.calls.get("agents.create") ?? 0;

describe("an agent that was deleted on the gateway", () => {
  test("comes back with its automation and its sessions, with one patch; no other agent is asked for", async () => {
    const { sync, gateway, agent, key } = await open();
    await operator.call("agents.delete", { agentId: key });
    gateway.resetCounters();
    const { status, report } = await sync({ rotateTokens: true });
    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(report.agents.find(({ agentId }) => agentId === agent)?.filesWritten).toContain("HEARTBEAT");
    expect(gateway.readScratch(key)?.content).not.toBe("");
    expect([gateway.configWrites, creates()]).toEqual([1, 1]);
    await operator.call("chat.send", { sessionKey: `agent:${key}:main`, message: "hello", idempotencyKey: "1" });
  });

  test("comes back after a restart of a gateway that only stores the patch, and the error says so", async () => {
    const { sync, gateway, key } = await open("2026.9.1");
    await operator.call("agents.delete", { agentId: key });
    const refused = await sync({ rotateTokens: true });
    expect(refused.report.errors).toMatchObject([
      { code: "config-not-applied", hint: expect.stringContaining("restart it, then sync again") },
    ]);
    await gateway.restart();
    const { status, report } = await sync({ rotateTokens: true });
    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(gateway.readScratch(key)?.content).not.toBe("");
  });

  test("and is in the roster again without an automation: a plan says so, and carrying it out makes one", async () => {
    const { planOf, apply, stateOf, gateway, agent, key } = await open();
    await deleteAndPutBack(key);
    const plan = await planOf();
    expect(agentOf(plan, agent)).toMatchObject({
      entry: { kind: "right" },
      files: [{ name: "HEARTBEAT", action: "create", reason: expect.stringContaining("asked to create again") }],
    });
    expect(plan.summary).toMatchObject({ create: 1, blocked: 0, configWrites: 0 });
    const { status, report } = await apply(plan);
    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(gateway.readScratch(key)?.content).not.toBe("");
    expect([gateway.configWrites, creates()]).toEqual([0, 1]);
    expect(stateOf(agent)).toMatchObject({ state: "synced" });
  });

  test("is left as it is where its HEARTBEAT was not asked for", async () => {
    const { sync, planOf, key } = await open();
    await deleteAndPutBack(key);
    const { report } = await sync({ fileNames: ["SOUL.md"] });
    expect(report.errors).toEqual([]);
    expect(creates()).toBe(0);
    await planOf();
    expect(creates()).toBe(0);
  });

  test("a fleet whose automations are all there costs no call more", async () => {
    const { sync, gateway } = await open();
    gateway.resetCounters();
    await sync();
    expect(creates()).toBe(0);
    // One page before the plan; the fixture reads once more after every sync.
    expect(gateway.calls.get("cron.list")).toBe(2);
  });
});
