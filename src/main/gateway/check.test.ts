import { randomBytes, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { selfSignedCertificate } from "../../practice-gateway/self-signed-certificate.ts";
import {
  type PracticeGateway,
  type PracticeGatewayOptions,
  startPracticeGateway,
} from "../../practice-gateway/start-practice-gateway.ts";
import { createVault } from "../vault/vault.ts";
import type { CertificatePin } from "./certificate-pin.ts";
import { checkGateway, checkStages } from "./check.ts";
import { loadDeviceIdentity } from "./device-identity.ts";
import type { GatewayTarget } from "./open-link.ts";

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-check-"));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function practise(options: PracticeGatewayOptions = {}): Promise<PracticeGateway> {
  const gateway = await startPracticeGateway(options);
  cleanUps.push(() => gateway.close());
  return gateway;
}

type CheckTestOptions = { signal?: AbortSignal; certificatePin?: CertificatePin };

const noPin: CertificatePin = { load: () => null, keepFirst: (sha256) => sha256 };

function check(target: Partial<GatewayTarget>, { signal, certificatePin = noPin }: CheckTestOptions = {}) {
  const identity = loadDeviceIdentity(temporaryFolder(), createVault(randomBytes(32)));
  let deviceToken: { token: string; scopes: string[] } | null = null;
  return checkGateway({
    connection: {
      target: {
        gatewayId: "gateway",
        name: "Mine",
        url: "",
        token: "practice-token",
        allowInsecureTls: false,
        disableDevicePairing: false,
        ...target,
      },
      identity,
      certificatePin,
      deviceTokens: {
        load: () => deviceToken,
        store: (token, scopes) => {
          deviceToken = { token, scopes };
        },
        clear: () => {
          deviceToken = null;
        },
      },
    },
    timeoutMs: 1000,
    signal,
  });
}

const failing = async (target: Partial<GatewayTarget>) => {
  const { ok, failedStage, stages } = await check(target);
  const last = stages.at(-1);
  expect(ok).toBe(false);
  expect(last).toMatchObject({ stage: failedStage, ok: false });
  expect(last?.hint).toBeTruthy();
  expect(stages.slice(0, -1).every((stage) => stage.ok)).toBe(true);
  return { failedStage, detail: last?.detail ?? "", hint: last?.hint ?? "" };
};

async function listening(server: Server): Promise<number> {
  cleanUps.push(() => new Promise((resolve) => server.close(resolve)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

describe("a gateway with a password instead of a token", () => {
  it.each(["2026.9.6", "2026.3.28", "2026.2.9"])(
    "%s takes it, and another one is refused with advice",
    async (version) => {
      const gateway = await practise({ version, authMode: "password" });
      expect(await check({ url: gateway.url })).toMatchObject({ ok: true });
      const refused = await failing({ url: gateway.url, token: "another" });
      expect(refused).toMatchObject({ failedStage: "auth" });
      if (version !== "2026.2.9") expect(refused.hint).toContain("gateway.auth.password");
    },
  );
});

describe("a gateway on which device pairing is disabled", () => {
  it.each(["2026.3.28", "2026.9.6"])(
    "%s is well, and the check says with which identity it let us in",
    async (version) => {
      const gateway = await practise({ version });
      const found = await check({ url: gateway.url, disableDevicePairing: true });
      expect(found).toMatchObject({ ok: true });
      const auth = found.stages.find(({ stage }) => stage === "auth");
      const scopes = found.stages.find(({ stage }) => stage === "scopes");
      expect([auth?.detail, scopes?.ok]).toEqual([
        expect.stringMatching(/without a device identity|this device is known/),
        true,
      ]);
    },
  );
});

describe("a gateway that is well", () => {
  it.each([
    ["2026.9.6", "current", 4],
    ["2026.3.28", "classic", 3],
    ["2026.2.9", "classic", 3],
  ])("%s passes every stage and is left as it was", async (version, dialect, protocol) => {
    const gateway = await practise({ version });
    const result = await check({ url: gateway.url });
    expect(result.stages.map(({ stage, ok }) => [stage, ok])).toEqual(checkStages.map((stage) => [stage, true]));
    expect(result).toMatchObject({ ok: true, failedStage: null, dialect, protocol });
    expect(result.latencyMs).toBeGreaterThan(0);
    expect([gateway.configWrites, gateway.fileWrites]).toEqual([0, 0]);
  });

  it("over TLS names the certificate that the record lets pass unchecked", async () => {
    const gateway = await practise({ tls: selfSignedCertificate() });
    const result = await check({ url: gateway.url, allowInsecureTls: true });
    expect(result.ok).toBe(true);
    expect(result.stages[1]?.detail).toMatch(/certificate practice-gateway, .*accepted as the first one seen/);
    expect(result.stages[1]?.detail).toContain(result.certificateSha256);
  });

  it("over TLS names the certificate that was accepted before", async () => {
    const tls = selfSignedCertificate();
    const gateway = await practise({ tls });
    const pinned = new X509Certificate(tls.cert).fingerprint256;
    const certificatePin = { load: () => pinned, keepFirst: () => pinned };
    const result = await check({ url: gateway.url, allowInsecureTls: true }, { certificatePin });
    expect(result).toMatchObject({ ok: true, certificateSha256: pinned });
    expect(result.stages[1]?.detail).toContain("which is the accepted one");
  });
});

describe("a check that fails", () => {
  it.each([
    ["", "no address"],
    ["not a url", "contains a blank"],
    ["127.0.0.1:18789", "does not begin with ws://"],
    ["http://127.0.0.1:18789", "begins with http://"],
    ["http://127.0.0.1:18789/#token=hunter2", "contains a token"],
  ])("at the address of a record with the URL %j", async (url, detail) => {
    const failure = await failing({ url });
    expect(failure.failedStage).toBe("address");
    expect(failure.detail).toContain(detail);
    expect(JSON.stringify(failure)).not.toContain("hunter2");
  });

  it("at the address where nothing listens", async () => {
    const gateway = await practise();
    await gateway.kill();
    const failure = await failing({ url: gateway.url });
    expect(failure.failedStage).toBe("address");
    expect(failure.detail).toMatch(/^nothing listens at 127.0.0.1 port \d+ \(ECONNREFUSED\)$/);
  });

  it("at the address of an unknown host", async () => {
    const failure = await failing({ url: "ws://no-such-host.invalid:1" });
    expect(failure).toMatchObject({ failedStage: "address" });
    expect(failure.detail).toContain("no-such-host.invalid is not known");
  });

  it("at TLS for a certificate without a trusted issuer", async () => {
    const gateway = await practise({ tls: selfSignedCertificate() });
    const failure = await failing({ url: gateway.url });
    expect(failure.failedStage).toBe("tls");
    expect(failure.hint).toContain("Allow a self-signed certificate");
  });

  it("at TLS for another certificate than the accepted one", async () => {
    const gateway = await practise({ tls: selfSignedCertificate() });
    const pinned = new X509Certificate(selfSignedCertificate().cert).fingerprint256;
    const certificatePin = { load: () => pinned, keepFirst: () => pinned };
    const result = await check({ url: gateway.url, allowInsecureTls: true }, { certificatePin });
    const { certificateSha256: shown } = result;
    expect(result).toMatchObject({ ok: false, failedStage: "tls" });
    expect(result.failure).toMatchObject({ code: "gateway-certificate", offeredCertificate: shown });
    expect(result.stages.at(-1)?.detail).toContain(pinned);
    expect(result.stages.at(-1)?.detail).toContain(shown);
    expect(result.stages.at(-1)?.hint).toContain(`gateway edit NAME --accept-certificate ${shown}`);
  });

  it("at TLS where the gateway speaks none", async () => {
    const gateway = await practise();
    const failure = await failing({ url: gateway.url.replace("ws:", "wss:") });
    expect(failure.failedStage).toBe("tls");
    expect(failure.detail).toContain("begins with wss://, but that port does not use TLS");
    expect(failure.hint).toContain("ws:// without");
  });

  it("at the handshake for a plain address of a port with TLS", async () => {
    const gateway = await practise({ tls: selfSignedCertificate() });
    const failure = await failing({ url: gateway.url.replace("wss:", "ws:") });
    expect(failure.failedStage).toBe("handshake");
    expect(failure.detail).toContain("begins with ws://, but that port uses TLS");
  });

  it("at the handshake of a web server", async () => {
    const server = createHttpServer((_request, response) => response.writeHead(404).end());
    server.on("upgrade", (_request, socket) => socket.end("HTTP/1.1 404 Not Found\r\n\r\n"));
    expect((await failing({ url: `ws://127.0.0.1:${await listening(server)}` })).failedStage).toBe("handshake");
  });

  it("at the handshake of something that never answers", async () => {
    const port = await listening(createServer((socket) => socket.on("error", () => undefined).resume()));
    const failure = await failing({ url: `ws://127.0.0.1:${port}` });
    expect(failure.failedStage).toBe("handshake");
  });

  it.each(["2026.9.6", "2026.3.28", "2026.2.9"])(
    "at auth for a wrong token of %s, which it does not repeat",
    async (version) => {
      const gateway = await practise({ version });
      const result = await check({ url: gateway.url, token: "wrong-token-9341" });
      expect(result.failedStage).toBe("auth");
      expect(JSON.stringify(result)).not.toContain("wrong-token-9341");
    },
  );

  it("at auth for a device that is not paired, with the command that approves it", async () => {
    const gateway = await practise({ requirePairing: true });
    const failure = await failing({ url: gateway.url });
    expect(failure.failedStage).toBe("auth");
    expect(failure.hint).toContain(`openclaw devices approve ${gateway.pendingDevices[0]?.requestId}`);
  });

  it.each(["2026.9.6", "2026.3.28"])("at scopes for a device of %s that lacks one, with its name", async (version) => {
    const gateway = await practise({ version });
    const message = "missing scope: operator.read";
    const details = { code: "MISSING_SCOPE", missingScope: "operator.read" };
    const isCurrent = version === "2026.9.6";
    gateway.inject({
      kind: "error",
      method: "config.get",
      code: isCurrent ? "FORBIDDEN" : "INVALID_REQUEST",
      message,
      ...(isCurrent ? { details } : {}),
      times: 9,
    });
    const failure = await failing({ url: gateway.url });
    expect(failure.failedStage).toBe("scopes");
    expect(failure.hint).toContain("with the scope operator.read");
  });

  it("at auth while the gateway refuses every sign-in, and advises to wait", async () => {
    const gateway = await practise();
    const message = "unauthorized: too many failed authentication attempts (retry later)";
    gateway.inject({
      kind: "error",
      method: "connect",
      code: "UNAVAILABLE",
      message,
      retryable: true,
      retryAfterMs: 300_000,
      details: { code: "AUTH_RATE_LIMITED" },
      times: 9,
    });
    const failure = await failing({ url: gateway.url });
    expect(failure.failedStage).toBe("auth");
    expect(failure.hint).toContain("Wait");
    expect(failure.hint).toContain("need not be changed");
  });

  it("at version for a gateway that is too old", async () => {
    const gateway = await practise({ version: "2026.1.30" });
    const failure = await failing({ url: gateway.url });
    expect(failure.failedStage).toBe("version");
    expect(failure.detail).toContain("too old");
  });

  it("at version for a gateway that takes calls and never answers", async () => {
    const gateway = await practise();
    gateway.inject({ kind: "no-answer", method: "config.get", times: 9 });
    const failure = await failing({ url: gateway.url });
    expect(failure).toMatchObject({ failedStage: "version", detail: "no answer within 1 s" });
  });
});

it("ends with the reason of its signal when that aborts", async () => {
  const gateway = await practise();
  gateway.inject({ kind: "no-answer", method: "config.get", times: 9 });
  const cancel = new AbortController();
  const result = check({ url: gateway.url }, { signal: cancel.signal });
  while (!gateway.calls.get("config.get")) await new Promise((resolve) => setTimeout(resolve, 5));
  cancel.abort(new Error("operator changed their mind"));
  await expect(result).rejects.toThrow("operator changed their mind");
});
