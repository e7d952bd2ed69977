import { expect, it } from "vitest";
import { z } from "zod";
import { agentNamed, expectAllRight, type GatewayFixture } from "../gateway-fixture.ts";
import type { RawClient } from "../raw-client.ts";
import { readConfig } from "../read-back.ts";

/** Agents that were deleted on the gateway. On a current gateway, an agent that a patch adds again still counts as deleted. */
export function deletedAgentCases(fixture: () => GatewayFixture): void {
  it("restores an agent that was deleted on the gateway, and it works after a restart and the next patch", async () => {
    const { station, gateway, raw, settle } = fixture();
    await settle();
    const { key, agent } = agentNamed(fixture(), "Worker 9");
    await raw((client) => client.call("agents.delete", { agentId: key }));

    const { status, report } = await station.sync({ rotateTokens: true });

    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(report).toMatchObject({ agentsUpdated: 1, agentsUnchanged: 9, stats: { configWrites: 1 } });
    await expectAllRight(fixture());
    await raw((client) => expectAlive(fixture(), client, key));

    await gateway.kill();
    await gateway.start();
    const { bootId } = await raw(async (client) => client);
    station.import({ agents: [{ ...station.fleet.agents.find(({ id }) => id === agent.id), name: "Worker 9b" }] });
    expect((await station.sync()).report).toMatchObject({ errors: [], stats: { configWrites: 1 } });
    await expectAllRight(fixture());
    await raw(async (client) => {
      await expectAlive(fixture(), client, key);
      if (!fixture().facts.restartsOnPatch) expect(client.bootId).toBe(bootId);
    });
  });

  it("restores an agent that a patch added to the roster again and that still counts as deleted", async () => {
    const { station, raw, facts, settle } = fixture();
    if (!hasAutomations(facts)) return;
    await settle();
    const { key, agent } = agentNamed(fixture(), "Worker 10");
    await raw((client) => deleteAndPutBack(client, key));
    expect(await raw((client) => heartbeatJobs(client, key))).toEqual([]);

    const { plan } = await station.sync({ dryRun: true });

    const planned = plan?.agents.find(({ agentId }) => agentId === agent.id);
    expect(planned).toMatchObject({ entry: { kind: "right" }, files: [{ name: "HEARTBEAT", action: "create" }] });
    expect(await raw((client) => heartbeatJobs(client, key))).toEqual([]);

    const { status, report } = await station.sync();

    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(report).toMatchObject({ agentsUpdated: 1, stats: { configWrites: 0, fileWrites: 1 } });
    await expectAllRight(fixture());
    await raw((client) => expectAlive(fixture(), client, key));
  });
}

/** The gateway accepts the patch, answers that it has to restart, and restarts. */
async function deleteAndPutBack(raw: RawClient, key: string): Promise<void> {
  const entry = (await readConfig(raw)).roster.get(key);
  await raw.call("agents.delete", { agentId: key, deleteFiles: false });
  const { hash: baseHash } = await readConfig(raw);
  const patch = JSON.stringify({ agents: { entries: { [key]: entry } } });
  await expect(raw.call("config.patch", { raw: patch, baseHash })).rejects.toThrow("a recovery restart is required");
  // Otherwise the next client would connect to the gateway that is about to restart.
  await expect.poll(() => raw.call("health").catch(() => "away"), { timeout: 60_000 }).toBe("away");
}

function hasAutomations({ dialect }: GatewayFixture["facts"]): boolean {
  return dialect.heartbeatHome === "scratch";
}

/** Checks that an agent has sessions, and on gateways with automations one heartbeat automation that can be run. */
async function expectAlive({ facts }: GatewayFixture, raw: RawClient, key: string): Promise<void> {
  await raw.call("sessions.reset", { key: `agent:${key}:main` });
  if (!hasAutomations(facts)) return;
  const [id, ...others] = await heartbeatJobs(raw, key);
  expect([id, ...others]).toEqual([expect.any(String)]);
  const before = await runsOf(raw, id);
  await raw.call("cron.run", { id, mode: "force" });
  await expect.poll(() => runsOf(raw, id), { timeout: 30_000 }).toBe(before + 1);
}

const jobsAnswer = z.object({ jobs: z.array(z.object({ id: z.string(), declarationKey: z.string().nullish() })) });
const runsAnswer = z.object({ total: z.number() });

async function heartbeatJobs(raw: RawClient, key: string): Promise<string[]> {
  const { jobs } = jobsAnswer.parse(await raw.call("cron.list", { includeDisabled: true, query: key, limit: 50 }));
  return jobs.filter(({ declarationKey }) => declarationKey === `heartbeat:${key}`).map(({ id }) => id);
}

async function runsOf(raw: RawClient, id: string | undefined): Promise<number> {
  return runsAnswer.parse(await raw.call("cron.runs", { id, scope: "job" })).total;
}
