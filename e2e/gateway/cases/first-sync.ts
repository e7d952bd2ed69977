import { expect, it } from "vitest";
import { expectAllRight, type GatewayFixture } from "../gateway-fixture.ts";
import { countInLog } from "../gateway-log.ts";
import { readAgents, readConfig, readWriteMarks } from "../read-back.ts";

/** Syncs ten new agents on two boards and the main agent, and then again with nothing to do. */
export function firstSyncCases(fixture: () => GatewayFixture): void {
  it("provisions 10 new agents on 2 boards and the main agent, with one configuration write", async () => {
    const { station, gateway, facts, raw } = fixture();
    const before = countInLog(gateway.logPath);
    const { bootId } = await raw(async (client) => client);
    const { defaultId } = await raw(readAgents);

    const { status, report } = await station.sync();

    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(report).toMatchObject({
      dialect: facts.dialect.name,
      gatewayVersion: facts.version,
      agentsInScope: 10,
      agentsUpdated: 10,
      mainUpdated: true,
      stats: { configWrites: 1 },
    });
    await expectAllRight(fixture());
    await expectRoster(fixture());
    const after = countInLog(gateway.logPath);
    expect(after.configPatches - before.configPatches).toBe(1);
    expect(after.starts - before.starts).toBeLessThanOrEqual(facts.restartsOnPatch ? 1 : 0);
    if (!facts.restartsOnPatch) expect(await raw(async (client) => client.bootId)).toBe(bootId);
    const agents = await raw(readAgents);
    expect(agents.defaultId).toBe(defaultId);
    expect(agents.ids).toContain(defaultId);
  });

  it("writes nothing the second time, with one call per agent and one per file", async () => {
    const { station, gateway, raw } = fixture();
    const before = { log: countInLog(gateway.logPath), marks: await raw((client) => marks(fixture(), client)) };
    const { hash } = await raw(readConfig);

    const { status, report, events } = await station.sync();

    expect(status).toBe("succeeded");
    expect(report).toMatchObject({
      agentsUnchanged: 10,
      mainUpdated: false,
      errors: [],
      stats: { configWrites: 0, fileWrites: 0, retries: 0 },
    });
    expect(report.agents.map(({ outcome }) => outcome)).toEqual(Array(11).fill("unchanged"));
    const calls = events.filter(({ type }) => type === "call").length;
    const files = report.agents.flatMap(({ filesUnchanged, filesPreserved }) => [...filesUnchanged, ...filesPreserved]);
    // health, config.get, at most two probes of its shape, one page of automations
    const perRun = 5;
    expect(calls).toBeLessThanOrEqual(perRun + report.agents.length + files.length);
    expect(await raw((client) => marks(fixture(), client))).toEqual(before.marks);
    expect(countInLog(gateway.logPath)).toEqual(before.log);
    expect((await raw(readConfig)).hash).toBe(hash);
  });

  it("shows what it would do in a dry run and writes nothing", async () => {
    const { station, raw } = fixture();
    const { hash } = await raw(readConfig);
    const before = await raw((client) => marks(fixture(), client));

    const { status, report } = await station.sync({ dryRun: true, rekeyAll: true });

    expect(status).toBe("succeeded");
    expect(report).toMatchObject({ agentsUpdated: 10, mainUpdated: true, stats: { configWrites: 0, fileWrites: 0 } });
    expect(await raw((client) => marks(fixture(), client))).toEqual(before);
    expect((await raw(readConfig)).hash).toBe(hash);
  });
}

async function expectRoster({ station, raw, facts }: GatewayFixture): Promise<void> {
  const { roster } = await raw(readConfig);
  for (const { key, agent, workspace } of station.agents()) {
    expect(roster.get(key), agent.name).toMatchObject({
      name: agent.name,
      workspace,
      heartbeat: { every: "12h", target: facts.heartbeatTarget },
    });
  }
}

type Client = Parameters<typeof readWriteMarks>[0];

async function marks(fixture: GatewayFixture, client: Client) {
  const { station, facts } = fixture;
  const agents = station.agents();
  const all = agents.map(async (scoped) => {
    const names = Object.keys(await station.expectedFiles(scoped, facts.dialect, ""));
    return [scoped.key, await readWriteMarks(client, scoped.key, names)] as const;
  });
  return Object.fromEntries(await Promise.all(all));
}
