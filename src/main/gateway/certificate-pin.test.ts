import { GatewayClient } from "@openclaw/gateway-client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type PracticeGateway, startPracticeGateway } from "../../practice-gateway/start-practice-gateway.ts";
import type { CertificatePin } from "./certificate-pin.ts";
import type { GatewayConnection } from "./connection.ts";
import { connectTo } from "./test-connection.ts";
import { openTlsFront, type TlsFront } from "./test-tls-front.ts";

const cleanUps: (() => void | Promise<void>)[] = [];
let gateway: PracticeGateway;
let front: TlsFront;
beforeEach(async () => {
  gateway = await startPracticeGateway();
  cleanUps.push(() => gateway.close());
  front = await openFront();
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function openFront(): Promise<TlsFront> {
  const opened = await openTlsFront(gateway.url);
  cleanUps.push(() => opened.close());
  return opened;
}

/** The pin of one gateway's record. */
function memoryPin(kept: string | null = null): CertificatePin {
  return {
    load: () => kept,
    keepFirst(sha256) {
      kept ??= sha256;
      return kept;
    },
  };
}

function connect({ url }: TlsFront, certificatePin: CertificatePin): GatewayConnection {
  const connection = connectTo({ url, token: gateway.token, allowInsecureTls: true }, { certificatePin });
  cleanUps.push(() => connection.close());
  return connection;
}

const thrownBy = (call: Promise<unknown>) => call.catch((error: unknown) => error);

describe("a gateway whose certificate no authority has issued", () => {
  test("keeps the certificate of the first connection", async () => {
    const pin = memoryPin();
    await expect(connect(front, pin).call("health", {})).resolves.toMatchObject({ ok: true });
    expect(pin.load()).toBe(front.fingerprint());
    await expect(connect(front, pin).call("health", {})).resolves.toMatchObject({ ok: true });
  });

  test("is refused with another one before anything is sent, with both fingerprints and what to do", async () => {
    const former = front.fingerprint();
    front.renew();
    const error = await thrownBy(connect(front, memoryPin(former)).call("health", {}));
    expect(error).toMatchObject({ code: "gateway-certificate" });
    expect(String(error)).toContain(former);
    expect(String(error)).toContain(front.fingerprint());
    expect(error).toMatchObject({ hint: expect.stringContaining(`--accept-certificate ${front.fingerprint()}`) });
    expect([front.receivedBytes(), gateway.calls.size]).toEqual([0, 0]);
  });

  test("is refused when an open connection is lost and another certificate follows", async () => {
    const connection = connect(front, memoryPin());
    await connection.call("health", {});
    const sentBytes = front.receivedBytes();
    front.renew();
    expect(await thrownBy(connection.call("health", {}))).toMatchObject({ code: "gateway-certificate" });
    expect(front.receivedBytes()).toBe(sentBytes);
  });

  test("gets nothing from a connection that is closed while its certificate is looked at", async () => {
    const connection: GatewayConnection = connect(front, { ...memoryPin(), load: () => closeNow() });
    const closeNow = () => {
      connection.close(new Error("closed meanwhile"));
      return null;
    };
    expect(String(await thrownBy(connection.call("health", {})))).toContain("closed meanwhile");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([front.receivedBytes(), gateway.calls.size]).toEqual([0, 0]);
  });

  test("with two certificates at once is connected with one of them", async () => {
    const pin = memoryPin();
    const fronts = [front, await openFront()];
    const results = await Promise.allSettled(fronts.map((each) => connect(each, pin).call("health", {})));
    expect(results.map(({ status }) => status)).toEqual(
      fronts.map((each) => (each.fingerprint() === pin.load() ? "fulfilled" : "rejected")),
    );
    const refused = fronts.find((each) => each.fingerprint() !== pin.load());
    expect(refused?.receivedBytes()).toBe(0);
  });

  test("is compared once more by the client, which sends nothing to another one", async () => {
    const tlsFingerprint = front.fingerprint();
    front.renew();
    const refused = Promise.withResolvers<Error>();
    const { url } = front;
    const client = new GatewayClient({ url, token: "hunter2", tlsFingerprint, onConnectError: refused.resolve });
    client.start();
    expect(String(await refused.promise)).toContain("tls fingerprint mismatch");
    client.stop();
    expect(front.receivedBytes()).toBe(0);
  });
});
