import { afterEach, describe, expect, test } from "vitest";
import { addRecords, entryOf, makeByHand, type NewRecord } from "./test-foreign-agents.ts";
import { agentOf, openPlanFixture, type PlanFixture } from "./test-plan-fixture.ts";
import { errorOf, outcomeOf } from "./test-sync-results.ts";

let fixture: PlanFixture;
afterEach(async () => {
  await fixture.close();
});

async function open(version: string, records: NewRecord[]) {
  fixture = await openPlanFixture({ gateway: { version }, boards: 1, agents: 1 });
  const [one = "", two = ""] = addRecords(fixture, records);
  return { ...fixture, one, two };
}

describe.each(["2026.3.28", "2026.9.6"])("on %s", (version) => {
  test("of two records with one workspace the second is refused by name, at every sync and when it is alone", async () => {
    const { sync, one, two, gateway } = await open(version, [
      { name: "First", sessionKey: "agent:ops_1:main" },
      { name: "Second", sessionKey: "agent:ops-1:main" },
    ]);
    const dry = await sync({ rotateTokens: true, dryRun: true });
    expect(dry.plan && agentOf(dry.plan, two)?.blocked).toContain("/w/workspace-ops-1");
    for (const agentIds of [null, null, [two]]) {
      const { status, report } = await sync({ rotateTokens: true, agentIds });
      expect(status).toBe("failed");
      expect(outcomeOf(report, two)?.outcome).toBe("failed");
      expect(report.errors).toMatchObject([{ code: "agent-clash", agentId: two }]);
      expect(report.errors[0]?.message).toContain('of agent "First"');
      const { agentsInScope, agentsUpdated, agentsUnchanged, agentsFailed } = report;
      expect(agentsUpdated + agentsUnchanged + agentsFailed).toBe(agentsInScope);
    }
    expect(entryOf(gateway, "ops_1")).toMatchObject({ workspace: "/w/workspace-ops-1" });
    expect(entryOf(gateway, "ops-1")).toBeUndefined();
    expect(outcomeOf((await sync()).report, one)?.outcome).toBe("unchanged");
  });

  test("of two records with one session key the second is refused, with that reason", async () => {
    const { sync, one, two } = await open(version, [
      { name: "First", sessionKey: "agent:twin:main" },
      { name: "Second", sessionKey: "agent:Twin:main" },
    ]);
    const { report } = await sync({ rotateTokens: true });
    expect(outcomeOf(report, one)?.outcome).toBe("updated");
    expect(errorOf(report, two)?.message).toContain("its session key refers to the same agent on the gateway");
    expect(report).toMatchObject({ agentsInScope: 3, agentsUpdated: 2, agentsFailed: 1 });
  });

  test("the second main agent of a gateway is counted and refused", async () => {
    const { sync, one, mainId } = await open(version, [
      { name: "Second main", isMain: true, madeAt: "2030-01-01T00:00:00Z" },
    ]);
    const { status, report } = await sync({ rotateTokens: true });
    expect(status).toBe("failed");
    expect(outcomeOf(report, mainId)).toMatchObject({ outcome: "updated", isMain: true });
    expect(outcomeOf(report, one)?.outcome).toBe("failed");
    expect(errorOf(report, one)?.message).toContain("two main agents");
    expect(report).toMatchObject({ agentsInScope: 2, agentsUpdated: 1, agentsFailed: 1, mainUpdated: true });
    expect((await sync({ includeMain: false })).status).toBe("succeeded");
  });

  test("a record whose workspace is that of an agent which only the gateway knows is refused", async () => {
    const { sync, one, gateway } = await open(version, [{ name: "Ops", sessionKey: "agent:ops:main" }]);
    makeByHand(gateway, [
      { id: "other", settings: { workspace: "/W/workspace-ops/" }, files: { "SOUL.md": "Their soul\n" } },
    ]);
    const { status, report } = await sync({ rotateTokens: true, adopt: true });
    expect([status, errorOf(report, one)?.code]).toEqual(["failed", "agent-clash"]);
    expect(errorOf(report, one)?.message).toContain('agent "other"');
    expect(gateway.readFile("other", "SOUL.md")).toBe("Their soul\n");
    expect(entryOf(gateway, "ops")).toBeUndefined();
  });
});
