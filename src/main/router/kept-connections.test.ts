import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { updateGateway } from "../database/gateways.ts";
import { openDatabase } from "../database/open-database.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

type Operation = {
  what: string;
  /** The call of it during which the gateway's record changes. */
  method: string;
  /** Deletes the board's record first, so that its agents have none. */
  ofOrphans?: boolean;
  work(fixture: RouterFixture): Promise<unknown>;
  expected: unknown;
};

const keyOf = ({ agentIds }: RouterFixture) => `mc-${agentIds[2]}`;

const operations: Operation[] = [
  {
    what: "deletes an agent",
    method: "agents.delete",
    async work({ client, agentIds, gateway }) {
      const id = agentIds[2] ?? "";
      await client.agents.delete({ id, confirmName: "Agent 2", evenIfGatewayAway: false });
      return JSON.stringify(gateway.config()).includes(id);
    },
    expected: false,
  },
  {
    what: "copies the files of an agent without a record, and deletes it",
    method: "agents.files.get",
    ofOrphans: true,
    work: (fixture) =>
      fixture.client.gateways.deleteOrphan({
        id: fixture.gatewayId,
        key: keyOf(fixture),
        confirmName: "Agent 2",
      }),
    expected: expect.objectContaining({ name: "Agent 2", notCopied: [] }),
  },
  {
    what: "adopts an agent without a record",
    method: "config.get",
    ofOrphans: true,
    work: async (fixture) => {
      const { client, gatewayId } = fixture;
      const { id: boardId } = await client.boards.create({ gatewayId, name: "Another board" });
      return client.adoption.add({ gatewayId, keys: [keyOf(fixture)], boardId, mode: null });
    },
    expected: expect.objectContaining({ runId: expect.any(String), refused: [] }),
  },
  {
    what: "compares an agent's files",
    method: "agents.files.list",
    work: ({ client, agentIds }) => client.agents.files({ id: agentIds[2] ?? "" }),
    expected: expect.objectContaining({ gatewayError: null }),
  },
  {
    what: "lists what lighter hashes would be made of",
    method: "config.get",
    async work({ client, gatewayId: id, hostedApp }) {
      const { sqlite } = hostedApp.services.database;
      sqlite.exec("UPDATE agents SET agent_token_hash = replace(agent_token_hash, '$1000$', '$2000$')");
      return client.gateways.lightenHashes({ id, dryRun: true });
    },
    expected: expect.anything(),
  },
  {
    what: "reads heartbeats",
    method: "cron.list",
    work: ({ client, gatewayId: id }) => client.gateways.readHeartbeats({ id }),
    expected: expect.anything(),
  },
];

describe("while a page", () => {
  let fixture: RouterFixture;
  beforeEach(async () => {
    fixture = await openRouterFixture({ gateway: { version: "2026.9.6" } });
    expect((await fixture.sync()).run.status).toBe("succeeded");
  });
  afterEach(() => fixture.close());

  /** This process refuses some changes while an agent is deleted. */
  const renameInAnotherProcess = () => {
    const theirs = openDatabase({ dataDir: fixture.dataDir });
    updateGateway(theirs, fixture.hostedApp.services.vault, fixture.gatewayId, { name: "Renamed" });
    theirs.close();
  };

  it.each(operations)("$what, a change of the gateway's record leaves it its connection", async (operation) => {
    const { client, gateway, gatewayId, boardIds, hostedApp } = fixture;
    const { method, work, expected, ofOrphans = false } = operation;
    if (ofOrphans) await client.boards.delete({ id: boardIds[0] ?? "", confirmName: "Board 0" });
    const slow = gateway.inject({ kind: "slow", method, delayMs: 1000 });
    const connection = hostedApp.services.connections.of(gatewayId);
    const working = work(fixture);
    working.catch(() => undefined);
    await expect.poll(() => slow.hits, { timeout: 20_000 }).toBe(1);

    renameInAnotherProcess();
    hostedApp.services.watch.refresh();

    expect(connection.connected).toBe(true);
    expect(await working).toEqual(expected);
    expect(connection.connected).toBe(false);
    expect(hostedApp.services.connections.of(gatewayId).target.name).toBe("Renamed");
  });
});
