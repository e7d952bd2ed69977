import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { awake } from "../awake/awake.ts";
import { directNetwork, type Network } from "../network/network.ts";
import { type CertificatePin, PinInUse } from "./certificate-pin.ts";
import { GatewayConnection } from "./connection.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import type { DeviceIdentity } from "./device-identity.ts";
import type { DeviceTokenStore, GatewayTarget } from "./open-link.ts";
import type { RetryPolicy } from "./retry-clock.ts";

export type GatewayConnectionsOptions = {
  identity: DeviceIdentity;
  /** The gateway's current address and token, from its record. */
  targetOf: (gatewayId: string) => GatewayTarget;
  /** The device token that this gateway issued at this address. */
  deviceTokensOf: (target: GatewayTarget) => DeviceTokenStore;
  /** The certificate that this gateway must show at this address. */
  certificatePinOf: (target: GatewayTarget) => CertificatePin;
  /** Whether the gateway answered at its present address before. */
  wasReached?: (gatewayId: string) => boolean;
  /** By default without a proxy. */
  network?: Network;
  retryPolicy?: RetryPolicy;
  maxInFlight?: number;
};

type OpenConnection = { connection: GatewayConnection; pin: PinInUse; networkVersion: string };

/** The connections of the app: at most one per gateway, opened when first used and kept. */
export class GatewayConnections {
  #options: GatewayConnectionsOptions;
  readonly #open = new Map<string, OpenConnection>();
  /** Replaced by another one, or about to be. */
  readonly #outdated = new Set<GatewayConnection>();
  readonly #stopListening: () => void;
  /** How many runs and operations hold the connections of each gateway. */
  readonly #holds = new Map<string, number>();

  constructor(options: GatewayConnectionsOptions) {
    this.#options = options;
    this.#stopListening = awake.onWake(() => this.#wokeUp());
  }

  /**
   * The gateway's connection; a new one if its address, token or certificate changed. A caller that does not hold it must
   * expect it to be closed when the record changes.
   */
  of(gatewayId: string): GatewayConnection {
    const options = this.optionsOf(gatewayId);
    const present = this.#open.get(gatewayId);
    if (present && this.isCurrent(present.connection)) return present.connection;
    if (present) this.#outdated.add(present.connection);
    const pin = new PinInUse(options.certificatePin);
    const connection = new GatewayConnection({ ...options, certificatePin: pin });
    this.#open.set(gatewayId, { connection, pin, networkVersion: this.#network.version() });
    return connection;
  }

  /**
   * Keeps the connections of a gateway open, even if its record changes, so that work in progress ends on the connection it
   * began with. The returned function releases them; call it once.
   */
  hold(gatewayId: string): () => void {
    this.#holds.set(gatewayId, (this.#holds.get(gatewayId) ?? 0) + 1);
    return () => {
      const others = (this.#holds.get(gatewayId) ?? 1) - 1;
      if (others > 0) this.#holds.set(gatewayId, others);
      else this.#holds.delete(gatewayId);
      this.#closeUnheld();
    };
  }

  /** Does something with a gateway's connection, and holds it meanwhile. @throws what `work` throws */
  async use<T>(gatewayId: string, work: (connection: GatewayConnection) => Promise<T>): Promise<T> {
    const letGo = this.hold(gatewayId);
    try {
      return await work(this.of(gatewayId));
    } finally {
      letGo();
    }
  }

  /** The options of connections to this gateway, for a check, which opens its own. */
  optionsOf(gatewayId: string): ConnectionOptions {
    const { targetOf, deviceTokensOf, certificatePinOf } = this.#options;
    const target = targetOf(gatewayId);
    return this.optionsFor(target, { deviceTokens: deviceTokensOf(target), certificatePin: certificatePinOf(target) });
  }

  get #network(): Network {
    return this.#options.network ?? directNetwork;
  }

  /** Whether a connection is still to its gateway's present address, with the present token, certificate and network settings. */
  isCurrent(connection: GatewayConnection): boolean {
    const { target } = connection;
    const present = this.#open.get(target.gatewayId);
    if (present?.connection !== connection) return false;
    try {
      if (present.networkVersion !== this.#network.version()) return false;
      return present.pin.isCurrent && sameTarget(target, this.#options.targetOf(target.gatewayId));
    } catch {
      // Its record was deleted, or its token cannot be opened.
      return false;
    }
  }

  /** The same for a gateway that has no record yet. */
  optionsFor(
    target: GatewayTarget,
    stores: { deviceTokens: DeviceTokenStore; certificatePin: CertificatePin },
  ): ConnectionOptions {
    const { identity, retryPolicy, maxInFlight, wasReached } = this.#options;
    return {
      ...(wasReached ? { wasReached: () => wasReached(target.gatewayId) } : {}),
      target,
      identity,
      network: this.#network,
      ...stores,
      ...(retryPolicy ? { retryPolicy } : {}),
      ...(maxInFlight ? { maxInFlight } : {}),
    };
  }

  /** Sets how many calls may be in flight per gateway. */
  setMaxInFlight(maxInFlight: number): void {
    this.#options = { ...this.#options, maxInFlight };
    for (const { connection } of this.#open.values()) connection.limit.setMax(maxInFlight);
  }

  /**
   * Closes the connections whose gateway was deleted or has another address, token or certificate now. Those that are held are
   * closed when they are released.
   */
  closeOutdated(): void {
    for (const [gatewayId, { connection }] of [...this.#open]) {
      if (this.isCurrent(connection)) continue;
      this.#outdated.add(connection);
      this.#open.delete(gatewayId);
    }
    this.#closeUnheld();
  }

  #wokeUp(): void {
    for (const { connection } of this.#open.values()) connection.wokeUp();
    for (const connection of this.#outdated) connection.wokeUp();
  }

  #closeUnheld(): void {
    for (const connection of this.#outdated) {
      const { gatewayId, name } = connection.target;
      if (this.#holds.has(gatewayId)) continue;
      connection.close(
        new FlightDeckError(
          "gateway-unreachable",
          `Gateway "${name}": its record was changed or deleted meanwhile.`,
          hintsOf("gateway-unreachable").changed,
        ),
      );
      this.#outdated.delete(connection);
    }
  }

  closeAll(): void {
    this.#stopListening();
    for (const { connection } of this.#open.values()) connection.close();
    for (const connection of this.#outdated) connection.close();
    this.#open.clear();
    this.#outdated.clear();
  }
}

function sameTarget(one: GatewayTarget, other: GatewayTarget): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
