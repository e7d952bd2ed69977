import { GatewayClient } from "@openclaw/gateway-client";
import type { HelloOk } from "@openclaw/gateway-protocol/frame-guards";
import { awake } from "../awake/awake.ts";
import { directNetwork, type Network } from "../network/network.ts";
import { rememberSecret } from "../vault/known-secrets.ts";
import { guardAnswers } from "./answer-frames.ts";
import { CallsInFlight, type RequestOptions } from "./calls-in-flight.ts";
import { type CertificatePin, requireCertificate } from "./certificate-pin.ts";
import { protocols, tooNew } from "./connect-failure.ts";
import { type DeviceIdentity, deviceSigning, olderDeviceSigning } from "./device-identity.ts";
import { classifyFailure, type Failure, GatewayCallError, malformedAnswer } from "./failure.ts";
import { giveRoute } from "./give-route.ts";
import { openRoute, type Route } from "./open-route.ts";
import { readHello } from "./read-hello.ts";
import { speaksTls } from "./speaks-tls.ts";

/** What is needed to reach one gateway. The token is in clear here and must not be passed on. */
export type GatewayTarget = {
  gatewayId: string;
  name: string;
  url: string;
  token: string | null;
  /** The only token that is stored was given for another address: the operator must enter one before anything is sent. */
  awaitsToken?: boolean;
  allowInsecureTls: boolean;
  disableDevicePairing: boolean;
};

/** Where the device token lives that a gateway issues after pairing. */
export type DeviceTokenStore = {
  load(): { token: string; scopes: string[] } | null;
  store(token: string, scopes: string[]): void;
  clear(): void;
};

export type LinkOptions = {
  target: GatewayTarget;
  identity: DeviceIdentity;
  deviceTokens: DeviceTokenStore;
  certificatePin: CertificatePin;
  /** By default without a proxy. */
  network?: Network | undefined;
  connectTimeoutMs: number;
  signal?: AbortSignal | undefined;
};

/** One open, authenticated connection. It never reconnects by itself: our retry clock decides when to open the next one. */
export type GatewayLink = {
  hello: HelloOk;
  /** Host and port of the proxy that it goes through; null for none. */
  proxy: string | null;
  request(method: string, params: unknown, options: RequestOptions): Promise<unknown>;
  /** Set once the connection is gone: the WebSocket close code. */
  closeCode(): number | undefined;
  /**
   * True if the connection closed over a message that was too large, in either direction. The client reports one that closed over a
   * large answer as 1006; only a line of its log has the reason.
   */
  closedOverSize(): boolean;
  /** The largest message in either direction. */
  maxMessageBytes: number;
  /** Resolves when the connection is gone. */
  closed: Promise<void>;
  close(): void;
  /** When the gateway last sent anything, on the clock of `awake`. */
  lastHeardAtMs(): number;
};
/**
 * The close code of connections that are given up here, as that of the vendor's client for one that is silent. Their calls fail
 * before the socket tells how it closed, and those that were sent may have taken effect.
 */
const closedHere = 4000;
/** The largest message of the vendor's client, and of gateways since 2026.2.26. */
const clientMaxMessageBytes = 25 * 2 ** 20;

const operatorScopes = ["operator.read", "operator.write", "operator.admin", "operator.approvals", "operator.pairing"];

/**
 * Opens one connection and completes the handshake; old gateways are tried twice, because they know only an older signature.
 * @throws GatewayCallError with the classified failure; the reason of `signal` when that aborts
 */
export async function openLink(options: LinkOptions): Promise<GatewayLink> {
  rememberSecret(options.target.token);
  try {
    const link = options.target.disableDevicePairing ? await openWithoutDevice(options) : null;
    return link ?? (await openOnce(options, deviceSigning));
  } catch (error) {
    if (wantsOlderSignature(error)) return openOnce(options, olderDeviceSigning);
    throw (await isPlainToTls(error, options)) ? new GatewayCallError("connect", plainToTls) : error;
  }
}

/** Up to 2026.3.28 a gateway gives a connection without a device no scopes. @returns null if a device is needed */
async function openWithoutDevice(options: LinkOptions): Promise<GatewayLink | null> {
  try {
    const link = await openOnce({ ...options, identity: null }, deviceSigning);
    const { scopes } = link.hello.auth ?? {};
    if (Array.isArray(scopes) && scopes.length > 0) return link;
    link.close();
    return null;
  } catch (error) {
    if (error instanceof GatewayCallError && error.failure.code === "gateway-device") return null;
    throw error;
  }
}

const plainToTls: Failure = {
  kind: "permanent",
  code: "gateway-address",
  message: "begins with ws://, but that port uses TLS",
};

/** A TLS server ends a plain connection without an answer, or with HTTP status 400: this alone would look like an outage. */
async function isPlainToTls(error: unknown, { target, network, connectTimeoutMs }: LinkOptions): Promise<boolean> {
  if (!target.url.toLowerCase().startsWith("ws:") || !(error instanceof GatewayCallError)) return false;
  if (!/hang up|reset|parse error|\b1006\b|\b400\b/i.test(error.message)) return false;
  return speaksTls(target.url, network ?? directNetwork, connectTimeoutMs);
}

function wantsOlderSignature(error: unknown): boolean {
  return error instanceof GatewayCallError && /device signature invalid/i.test(error.message);
}

/** How Flight Deck introduces itself to a gateway. */
const introduction = {
  clientName: "gateway-client",
  clientDisplayName: "Flight Deck",
  mode: "backend",
  role: "operator",
  // The same on every platform: a gateway asks a device to pair again when its platform changes.
  platform: "node",
  scopes: operatorScopes,
  minProtocol: protocols.min,
  maxProtocol: protocols.max,
} as const;

function noHandshake(connectTimeoutMs: number): GatewayCallError {
  const message = `no handshake within ${Math.round(connectTimeoutMs / 1000)} s`;
  return new GatewayCallError("connect", { kind: "away", code: "gateway-unreachable", message });
}

/** A gateway checks the one that its auth mode asks for, on every version (docs/gateways.md). */
function credentialsOf({ token }: GatewayTarget): { token?: string; password?: string } {
  return token ? { token, password: token } : {};
}

type OnceOptions = Omit<LinkOptions, "identity"> & { identity: DeviceIdentity | null };

/** The certificate that the gateway may show, and the way to it if that is not direct. @throws as `openLink` */
async function openWay(options: OnceOptions): Promise<{ tlsFingerprint: string | undefined; route: Route | null }> {
  const { target, network = directNetwork, connectTimeoutMs, signal } = options;
  const tlsFingerprint = await requireCertificate(options);
  const route = await openRoute(new URL(target.url), { network, timeoutMs: connectTimeoutMs, signal });
  if (signal?.aborted) route?.socket.destroy();
  signal?.throwIfAborted();
  return { tlsFingerprint, route };
}

/** A client that has not used its route leaves it open. */
function endAll(client: GatewayClient, route: Route | null): void {
  client.stop();
  route?.socket.destroy();
}

async function openOnce(options: OnceOptions, signing: typeof deviceSigning): Promise<GatewayLink> {
  const { target, identity, deviceTokens, connectTimeoutMs, signal } = options;
  const { tlsFingerprint, route } = await openWay(options);
  const [hello, closed] = [Promise.withResolvers<HelloOk>(), Promise.withResolvers<void>()];
  let closeCode: number | undefined;
  let connectError: Error | undefined;
  let sawOversized = false;
  let lastHeardAtMs = awake.nowMs();
  const heard = () => {
    lastHeardAtMs = awake.nowMs();
  };
  const client = new GatewayClient({
    ...introduction,
    url: target.url,
    ...credentialsOf(target),
    ...(tlsFingerprint ? { tlsFingerprint } : {}),
    deviceIdentity: identity,
    hostDeps: {
      ...signing,
      ...keeping(deviceTokens),
      logDebug: (line) => {
        sawOversized ||= line.includes("Max payload size exceeded");
      },
    },
    onHelloOk: hello.resolve,
    onConnectError: (error) => {
      connectError ??= error;
    },
    onEvent: heard,
    onClose: (code, reason, info) => {
      closeCode = code;
      hello.reject(new GatewayCallError("connect", connectFailure(info?.connectError ?? connectError, code, reason)));
      closed.resolve();
      client.stop();
    },
  });
  giveRoute(client, target.url, route);
  const calls = new CallsInFlight(client, heard);
  guardAnswers(client, () => {
    hello.reject(new GatewayCallError("connect", malformedAnswer("connect")));
    calls.failAll();
  });
  const giveUp = (why: unknown) => {
    hello.reject(why);
    client.stop();
  };
  const timer = setTimeout(() => giveUp(noHandshake(connectTimeoutMs)), connectTimeoutMs);
  const abort = () => giveUp(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    startClient(client);
    const helloOk = requireHello(await hello.promise);
    return {
      hello: helloOk,
      proxy: route?.proxy.address.shown ?? null,
      request: (method, params, options) => calls.request(method, params, options),
      closeCode: () => closeCode,
      closedOverSize: () => sawOversized || closeCode === 1009,
      maxMessageBytes: Math.min(clientMaxMessageBytes, helloOk.policy?.maxPayload ?? clientMaxMessageBytes),
      closed: closed.promise,
      close: () => {
        closeCode ??= closedHere;
        closed.resolve();
        client.stop();
      },
      lastHeardAtMs: () => lastHeardAtMs,
    };
  } catch (error) {
    endAll(client, route);
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/** @throws GatewayCallError for an answer that is no hello, and for one of a newer protocol */
function requireHello(answer: HelloOk): HelloOk {
  const hello = readHello(answer);
  if (!hello) throw new GatewayCallError("connect", malformedAnswer("connect"));
  if (hello.protocol > protocols.max) throw new GatewayCallError("connect", tooNew(hello.protocol));
  return hello;
}

function keeping(deviceTokens: DeviceTokenStore) {
  return {
    loadDeviceAuthToken: () => deviceTokens.load(),
    storeDeviceAuthToken: ({ token, scopes }: { token: string; scopes: string[] }) => deviceTokens.store(token, scopes),
    clearDeviceAuthToken: () => deviceTokens.clear(),
  };
}

/** A bad URL or one the vendor's policy refuses is thrown synchronously. */
function startClient(client: GatewayClient): void {
  try {
    client.start();
  } catch (error) {
    throw new GatewayCallError("connect", { ...classifyFailure(error), kind: "permanent", code: "gateway-refused" });
  }
}

function connectFailure(error: Error | undefined, closeCode: number, reason: string): Failure {
  if (!error) return classifyFailure(new Error(reason || `connection closed (${closeCode})`), closeCode);
  const failure = classifyFailure(error);
  // Gateways before 2026.2.26 answer a wrong token with INVALID_REQUEST and close 1008 alone (docs/gateways.md, By version).
  if (failure.kind === "permanent" && failure.code === "gateway-call-failed") {
    const authText = /token|unauthori[sz]ed|password/i.test(failure.message);
    return { ...failure, code: authText ? "gateway-auth" : "gateway-refused" };
  }
  return failure;
}
