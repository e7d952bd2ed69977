import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../shared/records.ts";
import { readHeartbeatSummaries } from "../database/agent-heartbeats.ts";
import { listAgentRows } from "../database/agent-rows.ts";
import { updateAgent } from "../database/agents.ts";
import { fixture, open } from "./test-open-fixture.ts";

/** The agents' heartbeats as lists show them, by name. */
function heartbeats() {
  const { app, gatewayId } = fixture;
  const rows = listAgentRows(app.database, { gatewayId });
  return new Map(rows.map(({ id, heartbeat }) => [id, heartbeat]));
}

const states = () => [...heartbeats().values()].map((heartbeat) => heartbeat?.state ?? "unknown");

function everySoOften(every: string, target = "none"): void {
  const { app, agentIds, mainId } = fixture;
  for (const id of [...agentIds, mainId]) updateAgent(app.database, id, { heartbeatConfig: { every, target } });
}

describe("on a gateway with heartbeat automations", () => {
  test("a fleet is unknown before its first sync, has never run after it, and runs from then on", async () => {
    const { sync } = await open({ gateway: { version: "2026.9.6" } });
    expect(new Set(states())).toEqual(new Set(["unknown"]));
    await sync();
    expect(new Set(states())).toEqual(new Set(["never-ran"]));
    everySoOften("20ms");
    await sync();
    await expect
      .poll(async () => {
        await sync({ dryRun: true });
        return new Set(states());
      })
      .toEqual(new Set(["running"]));
    const [one] = heartbeats().values();
    expect(one).toMatchObject({ reason: null, everyMs: 20, source: "automation", lastDurationMs: 1 });
    expect(one?.nextRunAtMs).toBeGreaterThan(one?.lastRunAtMs ?? Number.POSITIVE_INFINITY);
    expect(readHeartbeatSummaries(fixture.app.database)(fixture.gatewayId)).toMatchObject({ running: 7, unknown: 0 });
  });

  test("skipped, failed and disabled ones say so, in the gateway's words", async () => {
    const { app, agentIds, mainId, gateway, sync, keyOf } = await open({ gateway: { version: "2026.9.6" } });
    const [skipped = "", off = "", gone = ""] = agentIds;
    everySoOften("20ms");
    updateAgent(app.database, off, { heartbeatConfig: { every: "0m" } });
    await sync();
    gateway.failTurns("No API key for the model.");
    const { entries } = (gateway.config() as { agents: { entries: Record<string, JsonObject> } }).agents;
    const { [keyOf(gone)]: _, ...others } = entries;
    const waiting = { ...others[keyOf(skipped)], heartbeat: { every: "20ms", target: "owner" } };
    gateway.setConfig({ agents: { ownership: "explicit", entries: { ...others, [keyOf(skipped)]: waiting } } });

    await expect
      .poll(async () => {
        await sync({ dryRun: true });
        const read = heartbeats();
        return [skipped, off, gone, mainId].map((id) => [read.get(id)?.state, read.get(id)?.reason]);
      })
      .toEqual([
        ["skipped", "heartbeat skipped: no-route"],
        ["disabled", null],
        ["none", null],
        ["failing", "heartbeat failed: agent-runner-failure"],
      ]);
  });
});

describe.each(["2026.2.9", "2026.3.28", "2026.7.35"])("on %s, which lists no heartbeats", (version) => {
  test("they are read from sessions, and say so", async () => {
    const { app, agentIds, gateway, sync, keyOf } = await open({ gateway: { version } });
    const [spoke = "", off = "", silent = ""] = agentIds;
    updateAgent(app.database, off, { heartbeatConfig: { every: "0m" } });
    await sync();
    expect(new Set(states())).toEqual(new Set(["never-ran", "disabled"]));
    gateway.runTurn(keyOf(spoke));
    await sync({ dryRun: true });
    expect(heartbeats().get(spoke)).toMatchObject({ state: "running", source: "sessions", everyMs: 600_000 });
    expect(heartbeats().get(spoke)?.lastRunAtMs).toBeGreaterThan(0);
    expect(heartbeats().get(off)?.state).toBe("disabled");
    expect(heartbeats().get(silent)?.state).toBe("never-ran");
    gateway.failTurns("The model answers 401.");
    await sync({ dryRun: true });
    expect(heartbeats().get(spoke)).toMatchObject({ state: "failing", reason: "the last turn ended as failed" });
  });
});

test.each([
  ["2026.9.6", 0],
  ["2026.3.28", 1],
])("reading them costs a sync of %s at most one call", async (version, sessionLists) => {
  const { gateway, sync } = await open({ gateway: { version } });
  await sync();
  gateway.resetCounters();
  await sync({ dryRun: true });
  const calls = Object.fromEntries(gateway.calls);
  expect(calls["sessions.list"] ?? 0).toBe(sessionLists);
  // As without heartbeats: one list of the automations for the text of HEARTBEAT.
  expect(calls["cron.list"] ?? 0).toBe(version === "2026.9.6" ? 1 : 0);
  expect(calls["config.get"]).toBe(1);
  expect(calls.health).toBe(1);
});
