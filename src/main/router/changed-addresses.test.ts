import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type PracticeGateway, startPracticeGateway } from "../../practice-gateway/start-practice-gateway.ts";
import { updateGateway } from "../database/gateways.ts";
import { importFleet } from "../database/import-fleet.ts";
import { type Database, openDatabase } from "../database/open-database.ts";
import { fleetOf } from "../provisioning/test-fixture.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

/** The command line with the same folder, while a window is open. */
let theirs: Database;
let fixture: RouterFixture;
let other: PracticeGateway;
beforeEach(async () => {
  fixture = await openRouterFixture({ boards: 1, agents: 2 });
  other = await startPracticeGateway({ token: "token-of-the-other-gateway" });
  theirs = openDatabase({ dataDir: fixture.dataDir });
});
afterEach(async () => {
  theirs.close();
  await fixture.close();
  await other.close();
});

const view = async () => (await fixture.client.gateways.list())[0]?.connection;

/** Opens the gateway's connection as a page does. */
async function openConnection() {
  const connection = fixture.hostedApp.services.connections.of(fixture.gatewayId);
  await connection.hello();
  return connection;
}

describe("a gateway's record that another process changes", () => {
  it("closes the connection to the former address, whether or not a window is open", async () => {
    const connection = await openConnection();
    const { file } = fleetOf({ boards: 1, agents: 2, url: other.url, token: other.token, change: {} });
    importFleet(theirs, fixture.hostedApp.services.vault, file);
    await expect.poll(() => connection.connected, { timeout: 20_000 }).toBe(false);
    expect(other.calls.size).toBe(0);
  });

  it("closes the connection with a token that was removed", async () => {
    const connection = await openConnection();
    updateGateway(theirs, fixture.hostedApp.services.vault, fixture.gatewayId, { token: null });
    await expect.poll(() => connection.connected, { timeout: 20_000 }).toBe(false);
  });

  it("closes the connection of a deleted gateway", async () => {
    const connection = await openConnection();
    theirs.sqlite.prepare("DELETE FROM gateways WHERE id = ?").run(fixture.gatewayId);
    await expect.poll(() => connection.connected, { timeout: 20_000 }).toBe(false);
  });

  it("is tried again in an open window, also after a refusal", async () => {
    const { watch, vault } = fixture.hostedApp.services;
    await fixture.client.gateways.update({ id: fixture.gatewayId, change: { token: "a wrong token" } });
    const removeViewer = watch.addViewer();
    await expect.poll(async () => (await view())?.state, { timeout: 20_000 }).toBe("refused");
    updateGateway(theirs, vault, fixture.gatewayId, { url: other.url, token: other.token });
    await expect.poll(async () => (await view())?.state, { timeout: 20_000 }).toBe("connected");
    // The state is known from the greeting on, before the first call.
    await expect.poll(() => other.calls.get("health") ?? 0, { timeout: 20_000 }).toBeGreaterThan(0);
    removeViewer();
  });

  it("leaves a run its connection until it has ended", async () => {
    const { client, gateway, gatewayId } = fixture;
    const { services } = fixture.hostedApp;
    const hold = gateway.inject({ kind: "slow", method: "agents.files.set", delayMs: 500, times: 4 });
    const { runId } = await client.runs.sync({ gatewayId, rotateTokens: true });
    await expect.poll(() => hold.hits, { timeout: 20_000 }).toBeGreaterThan(0);
    const connection = services.connections.of(gatewayId);
    updateGateway(theirs, services.vault, gatewayId, { url: other.url, token: other.token });
    services.changes.emit("gateways");
    // A page that reads from the gateway meanwhile.
    await services.connections.of(gatewayId).hello();
    expect((await fixture.ended(runId)).run.status).toBe("succeeded");
    await expect.poll(() => connection.connected, { timeout: 20_000 }).toBe(false);
  });
});
