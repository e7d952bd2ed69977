import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { current } from "../../../src/main/gateway/current.ts";
import { type AppFixture, briskRetries, openAppFixture, type SyncResult } from "../app-fixture.ts";
import { buildFleet, type FleetFile, type FleetRow } from "../build-fleet.ts";
import { agentNamed, type GatewayFixture } from "../gateway-fixture.ts";
import { type RosterEntry, readConfig } from "../read-back.ts";

/** Parts of a roster that a gateway refuses, read back from its configuration. */
export function rosterCases(fixture: () => GatewayFixture): void {
  const roster = () => fixture().raw(async (client) => (await readConfig(client)).roster);

  it("adds seven of eight new agents, and names the one whose heartbeat it does not accept", async () => {
    await withEight(fixture(), async (station) => {
      change(station, "Worker 3", { heartbeat_config: { every: "soon" } });
      const dry = await station.sync({ rotateTokens: true, dryRun: true });
      const first = await station.sync({ rotateTokens: true });

      expect(dry.plan?.agents.flatMap(({ agentName, blocked }) => (blocked ? [agentName] : []))).toEqual(["Worker 3"]);
      expectFailed(first, ["Worker 3"], { updated: 7 });
      expect(first.report.stats.configWrites).toBe(1);
      expectNames(station, await roster(), (name) => (name === "Worker 3" ? undefined : name));
    });
  });

  it("corrects seven of eight agents, then six, and names the refused ones", async () => {
    await withEight(fixture(), async (station) => {
      expect((await station.sync({ rotateTokens: true })).report).toMatchObject({ agentsUpdated: 8 });
      renameAll(station, "b");
      change(station, "Worker 4", { name: "Worker 4b", heartbeat_config: { every: "12h", target: "smoke-signals" } });
      const one = await station.sync();

      expectFailed(one, ["Worker 4b"], { updated: 7 });
      expect(one.report.errors[0]?.message).toContain("heartbeat.target: unknown heartbeat target: smoke-signals");
      expectNames(station, await roster(), (name) => (name === "Worker 4b" ? "Worker 4" : name));

      renameAll(station, "c");
      change(station, "Worker 4", { name: "Worker 4c", heartbeat_config: { every: "12h", target: "smoke-signals" } });
      change(station, "Worker 6", { name: "Worker 6c", heartbeat_config: { every: 30 } });
      const two = await station.sync();

      expectFailed(two, ["Worker 4c", "Worker 6c"], { updated: 6 });
      const kept = new Map([
        ["Worker 4c", "Worker 4"],
        ["Worker 6c", "Worker 6b"],
      ]);
      expectNames(station, await roster(), (name) => kept.get(name) ?? name);
      expect((await station.sync()).report).toMatchObject({ agentsUnchanged: 6, agentsFailed: 2 });
    });
  });

  it("leaves out heartbeat keys that it does not know, and says so", async () => {
    const { station, settle } = fixture();
    await settle();
    const { agent, key } = agentNamed(fixture(), "Worker 7");
    const heartbeat = { every: "12h", interval_seconds: 30, missing_tolerance: 3, lightContext: true };
    change(station, agent.name, { heartbeat_config: heartbeat });
    const { status, report } = await station.sync();
    change(station, agent.name, {});

    expect(status).toBe("succeeded");
    expect(report.errors).toMatchObject([{ severity: "warning", code: "setting-left-out", agentId: agent.id }]);
    const written = (await roster()).get(key)?.heartbeat;
    expect(written).toMatchObject({ every: "12h", lightContext: true });
    expect(Object.keys(written ?? {})).not.toContain("interval_seconds");
  });

  it("updates the roster although it is in an included file", async () => {
    const { station, facts, settle } = fixture();
    await settle();
    const { agent, key } = agentNamed(fixture(), "Worker 5");
    await includeAgents(fixture());
    change(station, agent.name, { name: "Worker 5 of an include" });
    const { status, report } = await station.sync();

    expect(status).toBe("succeeded");
    expect((await roster()).get(key)).toMatchObject({ name: "Worker 5 of an include" });
    const { config } = await fixture().raw(readConfig);
    if (facts.dialect === current) {
      expect(report.errors).toEqual([]);
      expect(config.tools).toMatchObject({ exec: { host: "gateway" } });
      expect(readJson(fixture(), "config.json").agents).toEqual({ $include: "./agents.json5" });
    } else {
      expect(report.errors).toMatchObject([{ severity: "warning", code: "config-include-lost" }]);
      expect(config.agents).not.toHaveProperty("$include");
    }
    change(station, "Worker 5", {});
    await inlineAgents(fixture());
    await settle();
  });
}

async function withEight({ gateway }: GatewayFixture, work: (station: AppFixture) => Promise<void>): Promise<void> {
  const fleet = buildFleet({ gateway, boards: 2, agents: 8, withMain: false });
  const station = await openAppFixture(fleet, { retryPolicy: briskRetries });
  const sync = station.sync;
  try {
    await work({ ...station, sync: (options) => sync({ includeMain: false, ...options }) });
  } finally {
    station.close();
  }
}

function rowOf(fleet: FleetFile, name: string): FleetRow {
  const row = fleet.agents.find((agent) => agent.name === name);
  if (!row) throw new Error(`the fleet has no ${name}`);
  return row;
}

/** Changes an agent's record, compared with the fleet file. */
function change(station: AppFixture, name: string, columns: object): void {
  station.import({ agents: [{ ...rowOf(station.fleet, name), ...columns }] });
}

function renameAll({ fleet, ...station }: AppFixture, suffix: string): void {
  station.import({ agents: fleet.agents.map((row) => ({ ...row, name: `${row.name}${suffix}` })) });
}

function expectFailed({ status, report }: SyncResult, names: string[], { updated }: { updated: number }): void {
  expect(status).toBe("failed");
  expect(report.errors.map(({ agentName, code }) => [agentName, code]).sort()).toEqual(
    names.map((name) => [name, "setting-invalid"]),
  );
  const failed = report.agents.filter(({ outcome }) => outcome === "failed").map(({ agentName }) => agentName);
  expect(failed.sort()).toEqual(names);
  expect(report).toMatchObject({ agentsUpdated: updated, agentsFailed: names.length, agentsUnchanged: 0 });
}

/** @param nameOf an agent's expected name on the gateway; undefined for an agent that is not there */
function expectNames(
  station: AppFixture,
  roster: Map<string, RosterEntry>,
  nameOf: (name: string) => string | undefined,
): void {
  const names = station.agents().map(({ agent, key }) => [agent.name, roster.get(key)?.name]);
  expect(names).toEqual(station.agents().map(({ agent }) => [agent.name, nameOf(agent.name)]));
}

/** Moves the agents into their own file, and removes the optional settings, while the gateway is down. */
async function includeAgents({ gateway, ...fixture }: GatewayFixture): Promise<void> {
  await gateway.kill();
  const { agents, tools: _tools, channels: _channels, ...rest } = readJson({ gateway, ...fixture }, "config.json");
  writeJson(gateway.stateFolder, "agents.json5", agents ?? {});
  writeJson(gateway.stateFolder, "config.json", { ...rest, agents: { $include: "./agents.json5" } });
  await gateway.start();
}

async function inlineAgents(fixture: GatewayFixture): Promise<void> {
  const config = readJson(fixture, "config.json");
  if (JSON.stringify(config.agents) !== JSON.stringify({ $include: "./agents.json5" })) return;
  await fixture.gateway.kill();
  writeJson(fixture.gateway.stateFolder, "config.json", { ...config, agents: readJson(fixture, "agents.json5") });
  await fixture.gateway.start();
}

function readJson({ gateway }: Pick<GatewayFixture, "gateway">, name: string): { [key: string]: unknown } {
  return JSON.parse(readFileSync(join(gateway.stateFolder, name), "utf8"));
}

function writeJson(folder: string, name: string, value: object): void {
  writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
}
