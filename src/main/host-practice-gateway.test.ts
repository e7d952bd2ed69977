import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { practiceIds } from "../practice-gateway/practice-fleet.ts";
import { type HostedApp, openHostedApp } from "./open-hosted-app.ts";

let dataDir: string;
let hostedApp: HostedApp;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-practice-"));
});
afterEach(async () => {
  await hostedApp.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(options: { resetPractice?: boolean } = {}) {
  hostedApp = await openHostedApp({ dataDir, env: {}, host: { kind: "browser", electron: null }, ...options });
  return createRouterClient(hostedApp.router, { context: {} });
}

type Client = Awaited<ReturnType<typeof start>>;

const statuses = async (client: Client) => (await client.runs.list({})).map(({ status }) => status);

it("an empty data folder gets the practice fleet at once, and its first sync", async () => {
  const client = await start();
  expect(await client.app.info()).toMatchObject({
    practice: { present: true, gatewayId: practiceIds.gatewayId },
    welcomed: false,
  });
  expect(await client.boards.list({})).toHaveLength(3);
  expect((await client.agents.list({})).every(({ isPractice }) => isPractice)).toBe(true);
  await expect.poll(() => statuses(client), { timeout: 20_000 }).toEqual(["succeeded"]);
  const [run] = await client.runs.list({});
  expect(run?.counts).toMatchObject({ updated: 10, skipped: 3, failed: 0 });
});

it("comes up again at the next start, with a sync that sets its agents up again", async () => {
  const first = await start();
  await expect.poll(() => statuses(first), { timeout: 20_000 }).toEqual(["succeeded"]);
  await first.app.welcome({ choice: "keep-practice" });
  await hostedApp.close();
  const second = await start();
  expect(await second.app.info()).toMatchObject({ practice: { present: true }, welcomed: true });
  await expect.poll(() => statuses(second), { timeout: 20_000 }).toEqual(["succeeded", "succeeded"]);
  const again = await second.runs.sync({ gatewayId: practiceIds.gatewayId });
  for await (const _ of await second.runs.follow({ id: again.runId, afterSeq: 0 }));
  expect((await second.runs.get({ id: again.runId })).run.counts).toMatchObject({ unchanged: 10, skipped: 3 });
});

it("is removed with everything it made, also in the middle of its sync, and stays away", async () => {
  const client = await start();
  await client.app.welcome({ choice: "remove-practice" });
  expect(await client.app.info()).toMatchObject({ practice: { present: false, gatewayId: null }, welcomed: true });
  for (const list of [client.gateways.list(), client.boards.list({}), client.agents.list({}), client.runs.list({})]) {
    expect(await list).toEqual([]);
  }
  const { sqlite } = hostedApp.services.database;
  expect(sqlite.prepare("SELECT COUNT(*) FROM organizations").pluck().get()).toBe(0);
  expect(sqlite.prepare("SELECT COUNT(*) FROM users").pluck().get()).toBe(0);
  await hostedApp.close();
  const later = await start();
  expect((await later.app.info()).practice.present).toBe(false);
});

it("is put back as it was by a reset, beside what the operator added", async () => {
  const first = await start();
  await first.app.welcome({ choice: "remove-practice" });
  const label = { colour: "red", environment: "production" } as const;
  const own = await first.gateways.create({ name: "Mine", url: "", workspaceRoot: "/w", organizationId: null, label });
  await hostedApp.close();
  const second = await start({ resetPractice: true });
  expect((await second.gateways.list()).map(({ id, isPractice }) => [id, isPractice]).sort()).toEqual(
    [
      [own.id, false],
      [practiceIds.gatewayId, true],
    ].sort(),
  );
  expect((await second.app.info()).welcomed).toBe(false);
});

it("does not go with a gateway that was added while it was there", async () => {
  const client = await start();
  const label = { colour: "red", environment: "production" } as const;
  const fields = { url: "", workspaceRoot: "/w", organizationId: null, label };
  await client.gateways.create({ ...fields, name: "Mine" });
  await client.app.welcome({ choice: "remove-practice" });
  expect((await client.gateways.list()).map(({ name }) => name)).toEqual(["Mine"]);
});
