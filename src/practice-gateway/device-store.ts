import { randomBytes, randomUUID } from "node:crypto";

/** A device as described in its connect params. */
export type DeviceClaim = {
  deviceId: string;
  publicKey: string;
  platform: string;
  clientId: string;
  clientMode: string;
  role: string;
  scopes: string[];
};

export type PendingDevice = DeviceClaim & { requestId: string; isRepair: boolean; requestedAtMs: number };
export type PairedDevice = DeviceClaim & { token: string; approvedAtMs: number };

export type PairingReason = "not-paired" | "metadata-upgrade" | "scope-upgrade";

/** Approved devices, and devices that wait for approval. */
export class DeviceStore {
  readonly requirePairing: boolean;
  readonly paired = new Map<string, PairedDevice>();
  readonly #pending = new Map<string, PendingDevice>();

  constructor(options: { requirePairing: boolean }) {
    this.requirePairing = options.requirePairing;
  }

  get pending(): PendingDevice[] {
    return [...this.#pending.values()];
  }

  /** Why the device must be approved first, or undefined when it may connect. */
  reasonToPair(claim: DeviceClaim): PairingReason | undefined {
    const known = this.paired.get(claim.deviceId);
    if (!known || known.publicKey !== claim.publicKey) return "not-paired";
    if (known.platform !== claim.platform) return "metadata-upgrade";
    return claim.scopes.every((scope) => known.scopes.includes(scope)) ? undefined : "scope-upgrade";
  }

  /** A waiting device that asks again keeps its request id. */
  request(claim: DeviceClaim): PendingDevice {
    const asked = this.pending.find((pending) => pending.deviceId === claim.deviceId);
    const pending: PendingDevice = {
      ...claim,
      requestId: asked?.requestId ?? randomUUID(),
      isRepair: this.paired.has(claim.deviceId),
      requestedAtMs: Date.now(),
    };
    this.#pending.set(pending.requestId, pending);
    return pending;
  }

  approve(requestId: string): PairedDevice | undefined {
    const pending = this.#pending.get(requestId);
    if (!pending) return undefined;
    this.#pending.delete(requestId);
    const { requestId: _, isRepair: __, requestedAtMs: ___, ...claim } = pending;
    return this.pair(claim);
  }

  pair(claim: DeviceClaim): PairedDevice {
    const paired = { ...claim, token: randomBytes(32).toString("base64url"), approvedAtMs: Date.now() };
    this.paired.set(claim.deviceId, paired);
    return paired;
  }
}
