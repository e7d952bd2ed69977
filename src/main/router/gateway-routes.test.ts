import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Change, CheckResult } from "../../shared/views.ts";
import { updateAgent } from "../database/agents.ts";
import { readGatewayRoster } from "../database/gateway-rosters.ts";
import { readGateway } from "../database/gateways.ts";
import { current } from "../gateway/current.ts";
import { heavyHash } from "../provisioning/tokens/test-heavy-hash.ts";
import { gatewaySecret, openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
beforeEach(async () => {
  fixture = await openRouterFixture({ boards: 1, agents: 2 });
});
afterEach(() => fixture.close());

const fields = {
  name: "Berlin",
  url: "ws://127.0.0.1:1",
  workspaceRoot: "/w",
  organizationId: null,
  label: { colour: "red", environment: "production" },
} as const;

async function check(address: Parameters<RouterFixture["client"]["gateways"]["check"]>[0]): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for await (const result of await fixture.client.gateways.check(address)) results.push(result);
  return results;
}

describe("gateways", () => {
  it("are added with a label, listed without their token, and changed field by field", async () => {
    const added = await fixture.client.gateways.create({ ...fields, token: "s3cret-of-berlin" });
    expect(added).toMatchObject({ name: "Berlin", hasToken: true, label: fields.label, isPractice: false });
    const renamed = await fixture.client.gateways.update({ id: added.id, change: { name: "Bonn" } });
    expect(renamed).toMatchObject({ name: "Bonn", url: fields.url, hasToken: true, label: fields.label });
    const cleared = await fixture.client.gateways.update({ id: added.id, change: { token: null } });
    expect(cleared.hasToken).toBe(false);
  });

  it.each(["http://example.com", "not a url", "ws://user:pass@example.com"])(
    "are refused with the URL %s",
    async (url) => {
      const added = fixture.client.gateways.create({ ...fields, url });
      await expect(added).rejects.toMatchObject({ code: "FLIGHT_DECK", data: { code: "bad-input" } });
      const changed = fixture.client.gateways.update({ id: fixture.gatewayId, change: { url } });
      await expect(changed).rejects.toMatchObject({ data: { code: "bad-input" } });
    },
  );

  it("stay connected when what was read of them cannot be stored, and that is told as a fault of Flight Deck", async () => {
    const { database, watch } = fixture.hostedApp.services;
    const probe = () => fixture.client.gateways.probe({ id: fixture.gatewayId });
    database.sqlite.exec("ALTER TABLE gateway_rosters RENAME TO kept_back");
    await expect(probe()).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
    database.sqlite.exec("ALTER TABLE kept_back RENAME TO gateway_rosters");
    expect(watch.view(fixture.gatewayId).state).toBe("connected");
    expect(readGatewayRoster(database, fixture.gatewayId)).toBeNull();
    await probe();
    expect(readGatewayRoster(database, fixture.gatewayId)).not.toBeNull();
  });

  it.each([0, 0.5, 10_081])("take no heartbeat interval of %s minutes", async (everyMinutes) => {
    const lengthened = fixture.client.gateways.lengthenHeartbeats({ id: fixture.gatewayId, everyMinutes });
    await expect(lengthened).rejects.toMatchObject({ code: "FLIGHT_DECK", data: { code: "bad-input" } });
  });

  it("take no variable of more than 20,000 characters", async () => {
    const owner = { kind: "gateway", id: fixture.gatewayId } as const;
    const set = fixture.client.templates.setVariable({ owner, name: "team", value: "long ".repeat(4001) });
    await expect(set).rejects.toMatchObject({ code: "FLIGHT_DECK", data: { code: "bad-input" } });
  });

  it("are deleted under their name only, with their agents, while their boards stay", async () => {
    const wrong = fixture.client.gateways.delete({ id: fixture.gatewayId, confirmName: "Other" });
    await expect(wrong).rejects.toMatchObject({ data: { code: "bad-input" } });
    await fixture.client.gateways.delete({ id: fixture.gatewayId, confirmName: "Test gateway" });
    expect(await fixture.client.gateways.list()).toEqual([]);
    expect(await fixture.client.agents.list({})).toEqual([]);
    expect(await fixture.client.boards.list({})).toMatchObject([{ gatewayId: null, gatewayName: null }]);
  });

  it("are neither changed nor deleted in the middle of a run", async () => {
    fixture.gateway.setLatency(50);
    const { runId } = await fixture.client.runs.sync({ gatewayId: fixture.gatewayId, rotateTokens: true });
    const change = fixture.client.gateways.update({ id: fixture.gatewayId, change: { url: "ws://127.0.0.1:2" } });
    await expect(change).rejects.toMatchObject({ data: { code: "run-in-progress" } });
    const deletion = fixture.client.gateways.delete({ id: fixture.gatewayId, confirmName: "Test gateway" });
    await expect(deletion).rejects.toMatchObject({ data: { code: "run-in-progress" } });
    const labelled = await fixture.client.gateways.update({ id: fixture.gatewayId, change: { label: fields.label } });
    expect(labelled.label).toEqual(fields.label);
    expect((await fixture.ended(runId)).run.status).toBe("succeeded");
  });
});

describe("heavy hashes of tokens", () => {
  it("are counted in the gateway's row, planned, replaced and then gone from it", async () => {
    const { client, gatewayId: id, hostedApp, gateway, agentIds } = fixture;
    await fixture.sync({ rotateTokens: true });
    expect((await client.gateways.list())[0]?.tokenHashes).toEqual({ none: 0, light: 3, heavy: 0, other: 0 });
    const [lead = "", worker = ""] = agentIds;
    const text = gateway.readFile(`mc-${worker}`, "AGENTS.md") ?? "";
    const token = /AUTH_TOKEN=([\w-]+)/.exec(text)?.[1] ?? "";
    updateAgent(hostedApp.services.database, worker, { agentTokenHash: heavyHash(token) });
    updateAgent(hostedApp.services.database, lead, { agentTokenHash: heavyHash("another token") });
    expect((await client.gateways.list())[0]?.tokenHashes).toEqual({ none: 0, light: 1, heavy: 2, other: 0 });

    const plan = await client.gateways.lightenHashes({ id, dryRun: true });
    expect(plan.agents).toMatchObject([
      { agentId: lead, outcome: "left", reason: "mismatch" },
      { agentId: worker, outcome: "planned" },
    ]);
    const result = await client.gateways.lightenHashes({ id, agentIds: [worker], dryRun: false });
    expect(result.agents).toMatchObject([{ agentId: worker, outcome: "lightened" }]);
    expect((await client.gateways.list())[0]?.tokenHashes).toMatchObject({ light: 2, heavy: 1 });
    expect(JSON.stringify([plan, result])).not.toMatch(/pbkdf2|AUTH_TOKEN/);
    expect(JSON.stringify([plan, result])).not.toContain(token);
  });

  it("are left alone, with the reason, during a run and when the gateway is away", async () => {
    const { client, gatewayId: id, hostedApp, gateway, agentIds } = fixture;
    updateAgent(hostedApp.services.database, agentIds[0] ?? "", { agentTokenHash: heavyHash("a token", 2_000) });
    gateway.setLatency(50);
    const { runId } = await client.runs.sync({ gatewayId: id });
    const during = client.gateways.lightenHashes({ id, dryRun: true });
    await expect(during).rejects.toMatchObject({ data: { code: "run-in-progress" } });
    await fixture.ended(runId);
    await gateway.kill();
    const away = client.gateways.lightenHashes({ id, dryRun: false });
    await expect(away).rejects.toMatchObject({ data: { code: "gateway-unreachable" } });
  });
});

describe("the check of an address", () => {
  it("brings every stage as it ends, with the stored token where none is given", async () => {
    const results = await check({ id: fixture.gatewayId });
    expect(results.length).toBeGreaterThan(1);
    expect(results.at(-1)).toMatchObject({ ok: true, code: null });
    expect(
      results
        .at(-1)
        ?.stages.slice(0, 9)
        .map(({ state }) => state),
    ).toEqual(Array(9).fill("ok"));
  });

  it("asks the base URL of the agents as well, of a stored gateway its own", async () => {
    const asked: (string | undefined)[] = [];
    const control = createHttpServer(({ url }, response) => {
      asked.push(url);
      response.end('{"ok": true}');
    });
    await new Promise<void>((resolve) => control.listen(0, "127.0.0.1", resolve));
    const baseUrl = `http://127.0.0.1:${(control.address() as AddressInfo).port}`;
    await fixture.client.gateways.setTemplates({ id: fixture.gatewayId, folder: null, baseUrl });
    const stored = (await check({ id: fixture.gatewayId, token: "wrong" })).at(-1);
    expect(stored?.stages.at(-1)).toMatchObject({ stage: "base-url", state: "ok", hint: null });
    expect(await fixture.client.gateways.checkBaseUrl({ id: fixture.gatewayId })).toMatchObject({ state: "answers" });
    expect(asked).toEqual(["/health", "/health"]);
    control.close();
    await fixture.client.app.saveSettings({ baseUrl });
    const { url } = fixture.gateway;
    const added = (await check({ url, token: gatewaySecret })).at(-1);
    expect(added?.ok).toBe(true);
    expect(added?.stages.at(-1)).toMatchObject({
      state: "warning",
      detail: expect.stringContaining("nothing listens"),
    });
    expect(added?.stages.at(-1)?.hint).toContain("on the gateway's page");
    const remote = (await check({ url: "ws://gateway.invalid:9" })).at(-1);
    expect(remote?.stages.at(-1)?.detail).toContain("which cannot be tried from here");
  });

  it("says at which stage a wrong token fails, and what was not reached", async () => {
    const last = (await check({ id: fixture.gatewayId, token: "wrong" })).at(-1);
    expect(last).toMatchObject({ ok: false, code: "gateway-auth" });
    const states = last?.stages.slice(0, 9).map(({ state }) => state);
    expect(states).toEqual(["ok", "ok", "ok", "failed", ...Array(5).fill("skipped")]);
  });

  it("works for a gateway that has no record yet", async () => {
    const { url } = fixture.gateway;
    expect((await check({ url, token: gatewaySecret })).at(-1)).toMatchObject({ ok: true });
    expect((await check({ url: "ws://127.0.0.1:1" })).at(-1)).toMatchObject({ ok: false, code: "gateway-unreachable" });
  });
});

describe("a gateway's token", () => {
  it("is not sent to another address, by check, import, probe or sync", async () => {
    const { client, gatewayId: id } = fixture;
    expect((await client.gateways.probe({ id })).connection.state).toBe("connected");
    let connections = 0;
    const stranger = createServer(() => {
      connections += 1;
    });
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    const url = `ws://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    const last = (await check({ id, url })).at(-1);
    expect(last).toMatchObject({ ok: false, code: "gateway-token-needed" });
    const { organizationId, name, workspaceRoot } = readGateway(fixture.hostedApp.services.database, id);
    const row = { id, organization_id: organizationId, name, workspace_root: workspaceRoot, url };
    await client.app.importFleet({ text: JSON.stringify({ gateways: [row] }) });
    const [moved] = await client.gateways.list();
    expect(moved).toMatchObject({ url, hasToken: false, awaitsToken: true, connection: { state: "unknown" } });
    const { run, errors } = await fixture.sync();
    expect([run.status, errors[0]?.code]).toEqual(["unreachable", "gateway-token-needed"]);
    expect((await client.gateways.probe({ id })).connection).toMatchObject({ state: "refused" });
    expect(connections).toBe(0);
    await client.gateways.update({ id, change: { url: fixture.gateway.url } });
    expect((await client.gateways.probe({ id })).connection.state).toBe("connected");
    await new Promise((resolve) => stranger.close(resolve));
  });
});

describe("connection states", () => {
  it("are found by a probe", async () => {
    const found = await fixture.client.gateways.probe({ id: fixture.gatewayId });
    expect(found.connection).toMatchObject({ state: "connected", version: "2026.9.6", dialect: current.name });
    expect(found.connection.latenciesMs.length).toBeGreaterThan(0);
    await fixture.gateway.kill();
    expect((await fixture.client.gateways.probe({ id: fixture.gatewayId })).connection).toMatchObject({
      state: "retrying",
      attempt: 1,
    });
  });

  it("say that a token is wrong, and notice when it is put right", async () => {
    await fixture.client.gateways.update({ id: fixture.gatewayId, change: { token: "wrong" } });
    const refused = await fixture.client.gateways.probe({ id: fixture.gatewayId });
    expect(refused.connection).toMatchObject({ state: "refused", code: "gateway-auth" });
    await fixture.client.gateways.update({ id: fixture.gatewayId, change: { token: gatewaySecret } });
    expect((await fixture.client.gateways.probe({ id: fixture.gatewayId })).connection.state).toBe("connected");
  });

  it("are kept fresh while a renderer follows the changes", async () => {
    const leave = new AbortController();
    const topics = new Set<Change["topics"][number]>();
    const following = (async () => {
      for await (const change of await fixture.client.app.changes(undefined, { signal: leave.signal })) {
        for (const topic of change.topics) topics.add(topic);
      }
    })();
    await expect.poll(async () => (await fixture.client.gateways.list())[0]?.connection.state).toBe("connected");
    await fixture.gateway.kill();
    await expect.poll(async () => (await fixture.client.gateways.list())[0]?.connection.state).toBe("retrying");
    await fixture.gateway.start();
    await expect.poll(async () => (await fixture.client.gateways.list())[0]?.connection.state).toBe("connected");
    leave.abort();
    await following.catch(() => undefined);
    expect(topics).toContain("connections");
  });
});

describe("pairing", () => {
  it("continues by itself once the device was approved", async () => {
    await fixture.close();
    fixture = await openRouterFixture({ boards: 1, agents: 1, gateway: { requirePairing: true } });
    const leave = new AbortController();
    const following = (async () => {
      for await (const _ of await fixture.client.app.changes(undefined, { signal: leave.signal }));
    })();
    const connection = async () => (await fixture.client.gateways.list())[0]?.connection;
    await expect.poll(async () => (await connection())?.state).toBe("pairing");
    const requestId = (await connection())?.pairingRequestId ?? "";
    fixture.gateway.approvePairing(requestId);
    await expect.poll(async () => (await connection())?.state, { timeout: 10_000 }).toBe("connected");
    leave.abort();
    await following.catch(() => undefined);
  });
});
