import { expect, it } from "vitest";
import { agentNamed, type GatewayFixture } from "../gateway-fixture.ts";
import { countInLog } from "../gateway-log.ts";
import { readConfig } from "../read-back.ts";

/** Settings that the operator made by hand in the gateway's configuration. */
export function operatorsKeyCases(fixture: () => GatewayFixture): void {
  it("changes name, workspace and heartbeat of an entry and keeps every key that the operator set", async () => {
    const { station, gateway, raw, facts, settle } = fixture();
    await settle();
    const { key, agent, workspace } = agentNamed(fixture(), "Worker 8");
    const own = {
      model: { primary: "anthropic/claude-sonnet-4-6" },
      identity: { emoji: "🛰️" },
      heartbeat: { activeHours: { start: "08:00", end: "20:00" } },
    };
    await raw((client) => patchEntry(client, facts.dialect, key, own));
    const others = without((await raw(readConfig)).roster, key);
    station.import({ agents: [{ ...station.fleet.agents.find(({ id }) => id === agent.id), name: "Worker 8b" }] });
    const before = countInLog(gateway.logPath);

    const { status, report } = await station.sync();

    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(report.stats.configWrites).toBe(1);
    expect(countInLog(gateway.logPath).configPatches).toBe(before.configPatches + 1);
    const { roster } = await raw(readConfig);
    expect(roster.get(key)).toMatchObject({
      name: "Worker 8b",
      workspace,
      model: own.model,
      identity: own.identity,
      heartbeat: { every: "12h", target: facts.heartbeatTarget, ...own.heartbeat },
    });
    expect(without(roster, key)).toEqual(others);
  });
}

type Client = Parameters<typeof readConfig>[0];

/** On a classic gateway this ends the connection, because the change restarts it. */
async function patchEntry(
  client: Client,
  dialect: GatewayFixture["facts"]["dialect"],
  key: string,
  entry: object,
): Promise<void> {
  const { hash } = await readConfig(client);
  const agents = dialect.rosterPath.includes("list")
    ? { list: [{ id: key, ...entry }] }
    : { entries: { [key]: entry } };
  await client.call("config.patch", { raw: JSON.stringify({ agents }), baseHash: hash });
}

function without<V>(roster: Map<string, V>, key: string): [string, V][] {
  return [...roster].filter(([id]) => id !== key);
}
