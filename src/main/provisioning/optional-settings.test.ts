import { describe, expect, test } from "vitest";
import { fixture } from "./test-open-fixture.ts";
import { flattens, openEight, refuseWhere, rosterOf, setHeartbeat, touches, versions } from "./test-roster-refusals.ts";

describe.each(versions)("optional settings on %s", (version) => {
  const optional = version === "2026.3.28" ? "channels" : "tools";

  test("cost the agents nothing where the gateway does not take both at once", async () => {
    const { sync, gateway, patches } = await openEight(version);
    refuseWhere(gateway, (params) => touches("agents")(params) && touches(optional)(params), flattens);
    const { status, report } = await sync({ rotateTokens: true });
    expect([status, report.errors]).toEqual(["succeeded", []]);
    expect(report).toMatchObject({ agentsUpdated: 8, mainUpdated: true });
    expect(gateway.config()).toHaveProperty(optional);
    expect(patches()).toBe(3);
  });

  test("that are refused are a warning, then and when nothing else is to be written", async () => {
    const { sync, gateway } = await openEight(version);
    refuseWhere(gateway, touches(optional), "no\u001b[31m space");
    const first = await sync({ rotateTokens: true });
    const again = await sync();
    expect([first.status, again.status]).toEqual(["succeeded", "succeeded"]);
    expect(first.report).toMatchObject({ agentsUpdated: 8, mainUpdated: true });
    expect(again.report).toMatchObject({ agentsUnchanged: 8 });
    for (const { report } of [first, again]) {
      expect(report.errors).toMatchObject([{ severity: "warning", code: "setting-left-out", agentId: null }]);
      expect(report.errors[0]?.message).toMatch(new RegExp(`did not take ${optional}\\..*: no \\[31m space`));
    }
  });
});

describe.each(versions)("keys of a heartbeat that %s does not know", (version) => {
  test("are left out with a warning that names the agent and the keys", async () => {
    const { sync, agentIds } = await openEight(version);
    const [known = "", odd = ""] = agentIds;
    setHeartbeat(fixture, known, { every: "10m", target: "none", includeReasoning: false });
    setHeartbeat(fixture, odd, { every: "12m", interval_seconds: 30, missing_tolerance: 3, prompt: null });
    const { status, report } = await sync({ rotateTokens: true });
    expect(status).toBe("succeeded");
    expect(report).toMatchObject({ agentsUpdated: 8 });
    expect(report.errors).toMatchObject([{ severity: "warning", code: "setting-left-out", agentId: odd }]);
    expect(report.errors[0]?.message).toMatch(/heartbeat\.interval_seconds, heartbeat\.missing_tolerance/);
    const written = rosterOf(fixture).get(fixture.keyOf(odd))?.heartbeat;
    expect(written).toMatchObject({ every: "12m" });
    for (const key of ["interval_seconds", "missing_tolerance", "prompt"]) expect(written).not.toHaveProperty(key);
    expect((await sync()).report).toMatchObject({ agentsUnchanged: 8, stats: { configWrites: 0 } });
  });

  test("are asked of its schema, once: what it knows is written", async () => {
    const { sync, gateway, agentIds } = await openEight(version);
    const ours = version === "2026.3.28" ? { lightContext: true } : { isolatedSession: true };
    for (const id of agentIds) setHeartbeat(fixture, id, { every: "10m", ...ours });
    gateway.resetCounters();
    const { report } = await sync({ rotateTokens: true });
    expect(report.errors).toEqual([]);
    expect(rosterOf(fixture).get(fixture.keyOf(agentIds[0] ?? ""))).toMatchObject({ heartbeat: ours });
  });
});
