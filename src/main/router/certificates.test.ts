import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTlsFront, type TlsFront } from "../gateway/test-tls-front.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
let front: TlsFront;
beforeEach(async () => {
  fixture = await openRouterFixture({ boards: 1, agents: 1 });
  front = await openTlsFront(fixture.gateway.url);
  const change = { url: front.url, allowInsecureTls: true, token: fixture.gateway.token };
  await fixture.client.gateways.update({ id: fixture.gatewayId, change });
});
afterEach(async () => {
  await fixture.close();
  await front.close();
});

const row = async () => (await fixture.client.gateways.list()).find(({ id }) => id === fixture.gatewayId);
const probe = () => fixture.client.gateways.probe({ id: fixture.gatewayId });

async function check(address: Parameters<RouterFixture["client"]["gateways"]["check"]>[0]) {
  let last = null;
  for await (const result of await fixture.client.gateways.check(address)) last = result;
  return last;
}

describe("the certificate of a gateway that allows a self-signed one", () => {
  it("is the first one; another one is refused by probe, check and sync until it is accepted", async () => {
    const { client, gatewayId: id } = fixture;
    const first = front.fingerprint();
    expect(await probe()).toMatchObject({ certificateSha256: first, connection: { state: "connected" } });
    front.renew();
    const sentBytes = front.receivedBytes();
    await expect.poll(async () => (await probe()).connection.state).toBe("refused");
    expect(await row()).toMatchObject({
      certificateSha256: first,
      connection: { state: "refused", code: "gateway-certificate", offeredCertificate: front.fingerprint() },
    });
    expect(await check({ id })).toMatchObject({
      ok: false,
      code: "gateway-certificate",
      offeredCertificate: front.fingerprint(),
    });
    const { run, errors } = await fixture.sync();
    expect([run.status, errors[0]?.code]).toEqual(["unreachable", "gateway-certificate"]);
    expect(front.receivedBytes()).toBe(sentBytes);
    await expect(client.gateways.acceptCertificate({ id, sha256: "nonsense" })).rejects.toMatchObject({
      data: { code: "bad-input" },
    });
    await client.gateways.acceptCertificate({ id, sha256: front.fingerprint() });
    expect(await probe()).toMatchObject({ certificateSha256: front.fingerprint(), connection: { state: "connected" } });
    expect(await check({ id })).toMatchObject({ ok: true, offeredCertificate: null });
  });

  it("that another process accepted ends the connection with the former one", async () => {
    await probe();
    const other = front.fingerprint().replaceAll(/[0-9]/g, "A");
    fixture.hostedApp.services.database.sqlite.prepare("UPDATE gateway_certificates SET sha256 = ?").run(other);
    expect(await row()).toMatchObject({ certificateSha256: other, connection: { state: "unknown" } });
    expect(await probe()).toMatchObject({ connection: { state: "refused", code: "gateway-certificate" } });
  });

  it("of a new gateway is the one that the check of its form has shown, also if another one answers the first connection", async () => {
    const { client } = fixture;
    const fields = { url: front.url, allowInsecureTls: true, token: fixture.gateway.token };
    const record = { name: "New", workspaceRoot: "/w", disableDevicePairing: false, organizationId: null };
    const label = { environment: "", colour: "slate" } as const;
    front.renew();
    await check(fields);
    const shown = front.fingerprint();
    expect((await check(fields))?.ok).toBe(true);
    front.renew();
    const sentBytes = front.receivedBytes();
    const { id } = await client.gateways.create({ ...record, ...fields, label });
    await expect.poll(async () => (await client.gateways.probe({ id })).connection.state).toBe("refused");
    expect(await client.gateways.probe({ id })).toMatchObject({
      certificateSha256: shown,
      connection: { code: "gateway-certificate", offeredCertificate: front.fingerprint() },
    });
    expect(front.receivedBytes()).toBe(sentBytes);
  });

  it("of a changed address is the one that the check of its form has shown", async () => {
    const { client, gatewayId: id } = fixture;
    await probe();
    const other = await openTlsFront(fixture.gateway.url);
    try {
      const change = { url: other.url, token: fixture.gateway.token };
      expect(await check({ id, ...change })).toMatchObject({ ok: true });
      const shown = other.fingerprint();
      other.renew();
      await client.gateways.update({ id, change });
      expect(await row()).toMatchObject({ certificateSha256: shown });
    } finally {
      await other.close();
    }
  });

  it("is forgotten when it must be trusted again, and a check of the form stores none", async () => {
    const { client, gatewayId: id } = fixture;
    await probe();
    front.renew();
    await client.gateways.update({ id, change: { allowInsecureTls: false } });
    expect(await row()).toMatchObject({ certificateSha256: null });
    expect(await check({ id, allowInsecureTls: true })).toMatchObject({ ok: true });
    expect(await row()).toMatchObject({ certificateSha256: null });
    await expect(client.gateways.acceptCertificate({ id, sha256: front.fingerprint() })).rejects.toMatchObject({
      data: { code: "bad-input" },
    });
    await client.gateways.update({ id, change: { allowInsecureTls: true } });
    expect(await probe()).toMatchObject({
      certificateSha256: front.fingerprint(),
      connection: { state: "connected" },
    });
  });
});
