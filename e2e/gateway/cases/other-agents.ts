import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { type AppFixture, briskRetries, openAppFixture } from "../app-fixture.ts";
import { buildFleet } from "../build-fleet.ts";
import { type GatewayFixture, tokenFileOf } from "../gateway-fixture.ts";
import type { RawClient } from "../raw-client.ts";
import { readAgents, readConfig, readFile } from "../read-back.ts";

/** Agents that the gateway's owner made, of which Flight Deck only has a record with the same name. */
export function otherAgentCases(fixture: () => GatewayFixture): void {
  it("does not touch agents with the same name as a record without a session key", async () => {
    const { raw } = fixture();
    const own = await raw((client) => makePico(client, "pico-one"));
    await withStation(fixture(), async (station) => {
      const { defaultId } = await raw(readAgents);
      const main = await raw((client) => look(client, defaultId));
      const records = addRecords(station, [{ name: "Main" }, { name: "Pico one" }]);
      const { status, report } = await station.sync({ rotateTokens: true });
      expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
      expect(await raw((client) => look(client, "pico-one"))).toEqual(own);
      expect((await raw((client) => look(client, defaultId))).files).toEqual(main.files);
      const { ids } = await raw(readAgents);
      for (const id of records) expect(ids).toContain(`mc-${id}`);
    });
  });

  it("adopts an agent only with the option, in its own workspace, with its memory", async () => {
    const { raw } = fixture();
    const own = await raw((client) => makePico(client, "pico-two"));
    await withStation(fixture(), async (station) => {
      const [id = ""] = addRecords(station, [{ name: "Pico two", sessionKey: "agent:pico-two:main" }]);
      const refused = await station.sync({ rotateTokens: true, overwrite: true });
      expect(refused.report.errors).toMatchObject([{ code: "agent-not-ours", agentId: id }]);
      expect(await raw((client) => look(client, "pico-two"))).toEqual(own);

      const { plan } = await station.sync({ adopt: true, dryRun: true });
      expect(plan?.agents.find(({ agentId }) => agentId === id)).toMatchObject({ adopts: "agent", token: "repair" });
      expect(await raw((client) => look(client, "pico-two"))).toEqual(own);

      const { status, report } = await station.sync({ adopt: true });
      expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
      const adopted = await raw((client) => look(client, "pico-two"));
      expect(adopted.entry.workspace).toBe(own.entry.workspace);
      expect(adopted.files["MEMORY.md"]).toBe(own.files["MEMORY.md"]);
      expect(adopted.files["USER.md"]).toBe(own.files["USER.md"]);
      expect(adopted.files["SOUL.md"]).not.toBe(own.files["SOUL.md"]);
      expect(await raw((client) => readFile(client, "pico-two", tokenFileOf(fixture())))).toContain("AUTH_TOKEN=");

      station.import({ gateways: [{ ...station.fleet.gateways[0], workspace_root: "/nowhere" }] });
      await station.sync({ agentIds: [id], includeMain: false });
      expect((await raw((client) => look(client, "pico-two"))).entry.workspace).toBe(own.entry.workspace);
    });
  });

  it("adopts the gateway's default agent only with its own option", async () => {
    const { raw } = fixture();
    const { defaultId } = await raw(readAgents);
    await raw((client) => writeFile(client, defaultId, "MEMORY.md", "What the owner's agent knows.\n"));
    await raw((client) => writeFile(client, defaultId, "SOUL.md", "The owner's soul.\n"));
    const own = await raw((client) => look(client, defaultId));
    await withStation(fixture(), async (station) => {
      const [id = ""] = addRecords(station, [{ name: "Owner", sessionKey: `agent:${defaultId}:main` }]);
      const { report } = await station.sync({ rotateTokens: true, adopt: true });
      expect(report.errors).toMatchObject([{ code: "agent-not-ours", agentId: id }]);
      expect((await raw((client) => look(client, defaultId))).files).toEqual(own.files);
      const adopting = await station.sync({ adoptDefault: true });
      expect({ status: adopting.status, errors: adopting.report.errors }).toEqual({ status: "succeeded", errors: [] });
      const adopted = await raw((client) => look(client, defaultId));
      expect(adopted.files["MEMORY.md"]).toBe(own.files["MEMORY.md"]);
      expect(adopted.files["SOUL.md"]).not.toBe(own.files["SOUL.md"]);
      expect((await station.sync()).report).toMatchObject({ errors: [], stats: { configWrites: 0 } });
    });
  });

  it("syncs the first of two records with one workspace, and refuses the second by name", async () => {
    const { raw } = fixture();
    await withStation(fixture(), async (station) => {
      const name = `ops-${randomUUID().slice(0, 8)}`;
      const [, second = ""] = addRecords(station, [
        { name: "First", sessionKey: `agent:${name}_1:main` },
        { name: "Second", sessionKey: `agent:${name}-1:main` },
      ]);
      const { report } = await station.sync({ rotateTokens: true });
      expect(report.errors).toMatchObject([{ code: "agent-clash", agentId: second }]);
      const { ids } = await raw(readAgents);
      expect(ids).toContain(`${name}_1`);
      expect(ids).not.toContain(`${name}-1`);
    });
  });
}

/** Another Flight Deck on the same gateway, with one worker. */
async function withStation(fixture: GatewayFixture, work: (station: AppFixture) => Promise<void>): Promise<void> {
  const fleet = buildFleet({ gateway: fixture.gateway, boards: 1, agents: 1 });
  const station = await openAppFixture(fleet, { retryPolicy: briskRetries });
  try {
    await work(station);
  } finally {
    station.close();
  }
}

function addRecords(station: AppFixture, records: { name: string; sessionKey?: string }[]): string[] {
  const { boards, gateways } = station.fleet;
  const agents = records.map(({ name, sessionKey }, index) => ({
    id: randomUUID(),
    board_id: boards[0]?.id,
    gateway_id: gateways[0]?.id,
    name,
    created_at: new Date(Date.UTC(2026, 5, 1, 0, index)).toISOString(),
    heartbeat_config: { every: "12h" },
    ...(sessionKey === undefined ? {} : { openclaw_session_id: sessionKey }),
  }));
  station.import({ agents });
  return agents.map(({ id }) => id);
}

async function makePico(client: RawClient, key: string) {
  const { roster } = await readConfig(client);
  const workspace = `${[...roster.values()].map(({ workspace }) => workspace).find(Boolean)}-${key}`;
  if (!roster.has(key)) await client.call("agents.create", { name: key, workspace });
  await expect.poll(async () => (await readAgents(client)).ids, { timeout: 60_000 }).toContain(key);
  await writeFile(client, key, "SOUL.md", "A soul that somebody wrote.\n");
  await writeFile(client, key, "MEMORY.md", "What Pico remembers.\n");
  await writeFile(client, key, "USER.md", "Whom Pico works for.\n");
  return look(client, key);
}

async function writeFile(client: RawClient, agentId: string, name: string, content: string): Promise<void> {
  await client.call("agents.files.set", { agentId, name, content });
}

const watched = ["SOUL.md", "MEMORY.md", "USER.md", "AGENTS.md", "IDENTITY.md"];

async function look(client: RawClient, key: string) {
  const files = await Promise.all(watched.map(async (name) => [name, await readFile(client, key, name)] as const));
  return { entry: (await readConfig(client)).roster.get(key) ?? {}, files: Object.fromEntries(files) };
}
