import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addBrowserSession, listBrowserSessions } from "../database/browser-sessions.ts";
import { enqueueNotification } from "../database/notifications/notification-outbox.ts";
import { listSinks } from "../database/notifications/notification-sinks.ts";
import { rotateKey } from "../keys/rotate-key.ts";
import { deliverTo } from "../notifications/deliver.ts";
import { testNotification } from "../notifications/make-notification.ts";
import { openTestWebhook } from "../notifications/test-webhook.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
beforeEach(async () => {
  fixture = await openRouterFixture();
});
afterEach(() => fixture.close());

const nameOf = async (id: string) => (await fixture.client.gateways.list()).find((gateway) => gateway.id === id)?.name;

/** A backup of the fleet, and a rename, a run and a browser since. */
async function changed(): Promise<string> {
  const { client, gatewayId, hostedApp } = fixture;
  const { name } = await client.app.makeBackup();
  await client.gateways.update({ id: gatewayId, change: { name: "Renamed" } });
  expect((await fixture.sync({ rotateTokens: true })).run.status).toBe("succeeded");
  addBrowserSession(hostedApp.services.database, hostedApp.services.vault, 1, "Firefox on Linux");
  return name;
}

const codeOf = (promise: Promise<unknown>) => promise.then(() => null).catch((error) => error.data?.code ?? error);

test("a window says what a restore would lose, and restores while it is open", async () => {
  const { client, gatewayId, hostedApp } = fixture;
  const name = await changed();
  const { loss, lostSecrets } = await client.app.previewRestore({ name });
  expect(loss?.records).toMatchObject([{ what: "gateways", changed: ["Renamed"] }]);
  expect([loss?.runs, loss?.newTokens.length, lostSecrets]).toEqual([1, 7, []]);
  const { replaced } = await client.app.restoreBackup({ name, forgetSecrets: false });
  expect(await nameOf(gatewayId)).toBe("Test gateway");
  expect(await client.runs.list({ limit: 10 })).toEqual([]);
  expect(listBrowserSessions(hostedApp.services.database)).toHaveLength(1);
  expect((await fixture.sync({ rotateTokens: true })).run.status).toBe("succeeded");
  await client.app.restoreBackup({ name: replaced ?? "", forgetSecrets: false });
  expect(await nameOf(gatewayId)).toBe("Renamed");
  expect(await client.runs.list({ limit: 10 })).toHaveLength(1);
});

test("it delivers nothing that waited then", async () => {
  const { client, hostedApp } = fixture;
  const { database } = hostedApp.services;
  const webhook = await openTestWebhook();
  try {
    webhook.behaviour = "error";
    await client.notifications.addWebhook({ name: "Team", form: "json", url: webhook.url });
    enqueueNotification(database, testNotification(new Date().toISOString(), null), Date.now());
    const { name } = await client.app.makeBackup();
    expect((await client.notifications.list()).sinks).toMatchObject([{ waiting: 1 }]);
    webhook.behaviour = "ok";
    await client.app.restoreBackup({ name, forgetSecrets: false });
    webhook.received.length = 0;
    expect((await client.notifications.list()).sinks).toMatchObject([{ name: "Team", waiting: 0 }]);
    const [sink] = listSinks(database);
    if (!sink) throw new Error("the webhook is gone");
    const { vault, network } = hostedApp.services;
    const delivery = { database, vault, network, signal: new AbortController().signal, evenIfNotDue: true };
    expect(await deliverTo(sink, delivery)).toMatchObject({ delivered: 0 });
    expect(webhook.received).toEqual([]);
  } finally {
    await webhook.close();
  }
});

test("it is refused during a run, and changes nothing", async () => {
  const { client, gatewayId, gateway } = fixture;
  const name = await changed();
  gateway.inject({ kind: "slow", method: "agents.files.list", delayMs: 1_000, times: 1 });
  const { runId } = await client.runs.sync({ gatewayId, verify: true });
  expect(await codeOf(client.app.restoreBackup({ name, forgetSecrets: false }))).toBe("run-in-progress");
  expect((await fixture.ended(runId)).run.status).toBe("succeeded");
  expect(await nameOf(gatewayId)).toBe("Renamed");
  expect((await client.app.backups()).backups).toHaveLength(1);
});

test("calls of windows wait for it", async () => {
  const { client, gatewayId, hostedApp } = fixture;
  const name = await changed();
  const restored = client.app.restoreBackup({ name, forgetSecrets: false });
  await vi.waitFor(() => expect(() => hostedApp.services.restores.requireNone()).toThrow(), { interval: 1 });
  const late = client.gateways.update({ id: gatewayId, change: { name: "Lost?" } });
  expect(await codeOf(late)).toBe("database-unwritable");
  await restored;
  expect(await nameOf(gatewayId)).toBe("Test gateway");
});

test("secrets under a former key are named, and lost only when agreed to", async () => {
  const { client, dataDir, gatewayId, hostedApp } = fixture;
  const name = await changed();
  const { services } = hostedApp;
  rotateKey(services.database, { dataDir, env: {} }, null);
  expect((await client.app.previewRestore({ name })).lostSecrets).toContain(
    'the token or password of gateway "Test gateway"',
  );
  expect(await codeOf(client.app.restoreBackup({ name, forgetSecrets: false }))).toBe("vault-key");
  expect(await nameOf(gatewayId)).toBe("Renamed");
  await client.app.restoreBackup({ name, forgetSecrets: true });
  expect(await nameOf(gatewayId)).toBe("Test gateway");
});
