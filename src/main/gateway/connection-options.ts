import type { HelloOk } from "@openclaw/gateway-protocol/frame-guards";
import type { Network } from "../network/network.ts";
import type { CertificatePin } from "./certificate-pin.ts";
import type { DeviceIdentity } from "./device-identity.ts";
import type { DeviceTokenStore, GatewayTarget } from "./open-link.ts";
import type { RetryPolicy, Waiting } from "./retry-clock.ts";
import type { Pending } from "./send-call.ts";

export type CallTiming = { method: string; durationMs: number; ok: boolean };

export type ConnectionObserver = {
  onWaiting?: (waiting: Waiting) => void;
  onConnected?: (hello: HelloOk) => void;
  onCall?: (timing: CallTiming) => void;
  /** Called when a call that changes something and is never repeated takes long. */
  onPending?: (pending: Pending) => void;
};

export type ConnectionOptions = {
  target: GatewayTarget;
  identity: DeviceIdentity;
  deviceTokens: DeviceTokenStore;
  certificatePin: CertificatePin;
  /** By default without a proxy. */
  network?: Network | undefined;
  retryPolicy?: RetryPolicy;
  maxInFlight?: number;
  connectTimeoutMs?: number;
  /** Whether this gateway answered at this address before this process began. */
  wasReached?: () => boolean;
};

export type CallCounts = { calls: number; retries: number; byMethod: Map<string, number> };
