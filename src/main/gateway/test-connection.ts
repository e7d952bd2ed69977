import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GatewayConnection } from "./connection.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import { loadDeviceIdentity } from "./device-identity.ts";
import type { GatewayTarget } from "./open-link.ts";

const folder = mkdtempSync(join(tmpdir(), "flight-deck-connection-"));
const identity = loadDeviceIdentity(folder, { seal: (plain) => plain, open: (sealed) => sealed });
rmSync(folder, { recursive: true });

/** A connection of a test device, without stored tokens, that tries again after 10 ms. */
export function connectTo(
  target: Pick<GatewayTarget, "url" | "token"> & Partial<GatewayTarget>,
  options: Partial<ConnectionOptions> = {},
): GatewayConnection {
  return new GatewayConnection(optionsTo(target, options));
}

/** The options of such a connection. */
export function optionsTo(
  target: Pick<GatewayTarget, "url" | "token"> & Partial<GatewayTarget>,
  options: Partial<ConnectionOptions> = {},
): ConnectionOptions {
  const { gatewayId = "g", name = "Test", url, token } = target;
  const { allowInsecureTls = false, disableDevicePairing = false } = target;
  return {
    target: { gatewayId, name, url, token, allowInsecureTls, disableDevicePairing },
    identity,
    deviceTokens: { load: () => null, store: () => undefined, clear: () => undefined },
    certificatePin: { load: () => null, keepFirst: (sha256) => sha256 },
    retryPolicy: { baseMs: 10, maxMs: 100, jitter: 0, giveUpAfterMs: 20_000 },
    ...options,
  };
}
