import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "../../shared/records.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
beforeAll(async () => {
  fixture = await openCliFixture();
});
afterAll(() => fixture.close());

type Agents = { agents: (JsonObject & { heartbeat: JsonObject | null })[] };

test("list agents shows each heartbeat in the gateway's words, and filters by its state", async () => {
  const cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  const before = await cli.jsonHere<Agents>(["list", "agents"]);
  expect(before.json.agents.every(({ heartbeat }) => heartbeat === null)).toBe(true);
  const unsynced = (await cli.runHere(["list", "agents"])).stdout;
  expect(unsynced).toContain("not read yet");
  expect(unsynced).toMatch(/worker +new /);

  await cli.runHere(["sync", "--gateway", "Practice gateway", "--rotate-tokens"]);

  const synced = (await cli.runHere(["list", "agents"])).stdout;
  expect(synced).toContain("provisioned");
  expect(synced).not.toMatch(/online|provisioning/);

  const { json } = await cli.jsonHere<Agents>(["list", "agents", "--heartbeat", "never-ran"]);
  expect(json.agents.length).toBeGreaterThan(0);
  expect(json.agents[0]?.heartbeat).toMatchObject({ state: "never-ran", source: "automation", lastRunAtMs: null });
  expect((await cli.runHere(["list", "agents"])).stdout).toMatch(/never ran, next in \d+ (min|s)/);
  const none = await cli.runHere(["list", "agents", "--heartbeat", "failing"]);
  expect(none.stdout).toContain('No agent has the heartbeat state "failing".');
  expect((await cli.runHere(["list", "agents", "--heartbeat", "asleep"])).code).toBe(2);
});

test("gateway check names the settings that keep agents from working, and stays well; delivery can be set", async () => {
  const cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  const { agents, ...others } = fixture.gateway.config();
  fixture.gateway.setConfig({ ...others, agents: agents ?? {}, tools: { exec: { mode: "ask" } } });
  const check = await cli.jsonHere<{ ok: boolean; obstacles: JsonObject[]; heartbeats: JsonObject }>([
    "gateway",
    "check",
    "Practice gateway",
  ]);
  expect([check.code, check.json.ok]).toEqual([0, true]);
  expect(check.json.obstacles).toMatchObject([{ setting: "tools.exec.mode" }]);
  expect(Object.keys(check.json.heartbeats).length).toBeGreaterThan(0);
  const { stdout } = await cli.runHere(["gateway", "check", "Practice gateway"]);
  expect(stdout).toContain("is reachable, but agents cannot work on it");
  expect(stdout).toContain("! agents");

  const set = (...words: string[]) => cli.runHere(["gateway", "set-delivery", "Practice gateway", ...words]);
  expect((await set("last-chat")).code).toBe(0);
  expect((await set("nowhere", "--agent", "Juno")).stdout).toContain('agent "Juno" answer nowhere');
  expect((await set("as-gateway")).code).toBe(2);
  expect((await set("everywhere")).code).toBe(2);
});
