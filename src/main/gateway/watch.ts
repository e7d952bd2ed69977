import { setTimeout as sleep } from "node:timers/promises";
import { nowTimestamp } from "../../shared/records.ts";
import type { ConnectionView } from "../../shared/views.ts";
import { awakeTimeout } from "../awake/awake.ts";
import type { GatewayConnection } from "./connection.ts";
import type { GatewayConnections } from "./connections.ts";
import { type GatewaySession, openSession } from "./session.ts";
import { connected, connecting, failed, measured, retrying, unknownConnection } from "./watch-view.ts";

export type GatewayWatchOptions = {
  connections: GatewayConnections;
  /** The current gateways. */
  listGateways: () => { id: string }[];
  /** Called whenever the view of a gateway's connection changes. */
  onChange: () => void;
  /** Called when a gateway was reached and its configuration was read. */
  onSession?: (gatewayId: string, session: GatewaySession) => void;
  /** Called when `onSession` threw during a regular ping. It gets the session again at the next one. */
  onFault?: (error: unknown) => void;
  pingEveryMs?: number;
  /** How often to try a gateway that waits for its operator to approve this device. */
  pairingEveryMs?: number;
};

type Watched = {
  view: ConnectionView;
  connection: GatewayConnection | null;
  unobserve: () => void;
  /** What `onSession` has not taken yet. */
  newSession: GatewaySession | null;
  /** The pings in progress, if any. */
  pinging: AbortController | null;
  hasRun: boolean;
};

const pingTimeoutMs = 20_000;
/** The pause before trying again a gateway that accepts connections and drops them at once. */
const leastPauseMs = 1000;

/**
 * The connection state of every gateway. While a window is watching, each gateway is pinged regularly (reads only); during a
 * run, the run's own calls show the state.
 */
export class GatewayWatch {
  readonly #options: Required<GatewayWatchOptions>;
  readonly #watched = new Map<string, Watched>();
  readonly #viewers = new Set<object>();

  constructor(options: GatewayWatchOptions) {
    this.#options = { pingEveryMs: 15_000, pairingEveryMs: 3_000, onSession: () => {}, onFault: () => {}, ...options };
  }

  view(gatewayId: string): ConnectionView {
    const watched = this.#watched.get(gatewayId);
    return watched && this.#isCurrent(watched) ? watched.view : unknownConnection;
  }

  /** False once the address or token in the record is no longer that of the connection, perhaps by another process. */
  #isCurrent({ connection }: Watched): boolean {
    return connection === null || this.#options.connections.isCurrent(connection);
  }

  /**
   * Pings while at least one caller watches.
   * @returns stops watching
   */
  addViewer(): () => void {
    const viewer = {};
    this.#viewers.add(viewer);
    if (this.#viewers.size === 1) this.refresh();
    return () => {
      this.#viewers.delete(viewer);
      if (this.#viewers.size === 0) for (const gatewayId of this.#watched.keys()) this.#stop(gatewayId);
    };
  }

  /**
   * Reads the list of gateways again: new ones are pinged, deleted ones forgotten, changed ones tried again. Closes outdated
   * connections that nothing holds.
   */
  refresh(): void {
    const gateways = new Map(this.#options.listGateways().map((gateway) => [gateway.id, gateway]));
    for (const [gatewayId, watched] of [...this.#watched]) {
      if (!gateways.has(gatewayId) || (!watched.hasRun && !this.#isCurrent(watched))) this.#forget(gatewayId);
    }
    this.#options.connections.closeOutdated();
    if (this.#viewers.size > 0) for (const gatewayId of gateways.keys()) this.#start(gatewayId);
  }

  /** The gateway's address or token changed: its view is reset. */
  changed(gatewayId: string): void {
    this.#forget(gatewayId);
    this.refresh();
    this.#options.onChange();
  }

  /** After sleep: gateways that refused us before are tried once more, for what refused us may have been another network. */
  lookAgain(): void {
    if (this.#viewers.size === 0) return;
    for (const [gatewayId, { view }] of this.#watched) {
      if (view.state !== "refused") continue;
      this.#stop(gatewayId);
      this.#start(gatewayId);
    }
  }

  runStarted(gatewayId: string): void {
    const watched = this.#of(gatewayId);
    watched.hasRun = true;
    this.#stop(gatewayId);
    this.#observe(gatewayId, watched);
  }

  runEnded(gatewayId: string): void {
    this.#of(gatewayId).hasRun = false;
    this.refresh();
  }

  /**
   * Tries now, without waiting for the clock; resolves with the first result.
   * @throws what `onSession` throws
   */
  async probe(gatewayId: string, signal?: AbortSignal): Promise<ConnectionView> {
    const watched = this.#of(gatewayId);
    if (watched.hasRun) return watched.view;
    this.#stop(gatewayId);
    try {
      const limit = AbortSignal.any([awakeTimeout(pingTimeoutMs), ...(signal ? [signal] : [])]);
      await this.#untilKnown(gatewayId, watched, limit);
      this.#handOver(gatewayId, watched);
    } finally {
      if (this.#viewers.size > 0) this.#start(gatewayId);
    }
    return watched.view;
  }

  close(): void {
    for (const gatewayId of [...this.#watched.keys()]) this.#forget(gatewayId);
    this.#viewers.clear();
  }

  #of(gatewayId: string): Watched {
    const known = this.#watched.get(gatewayId);
    if (known) return known;
    const watched: Watched = {
      view: unknownConnection,
      connection: null,
      unobserve: () => {},
      newSession: null,
      pinging: null,
      hasRun: false,
    };
    this.#watched.set(gatewayId, watched);
    return watched;
  }

  #start(gatewayId: string): void {
    const watched = this.#of(gatewayId);
    if (watched.pinging || watched.hasRun) return;
    watched.pinging = new AbortController();
    void this.#ping(gatewayId, watched, watched.pinging.signal);
  }

  #stop(gatewayId: string): void {
    const watched = this.#watched.get(gatewayId);
    watched?.pinging?.abort();
    if (watched) watched.pinging = null;
  }

  #forget(gatewayId: string): void {
    this.#stop(gatewayId);
    this.#watched.get(gatewayId)?.unobserve();
    this.#watched.delete(gatewayId);
  }

  /**
   * Pings until `signal` aborts or the gateway refuses us: then only its operator can help, and more tries could lock us out.
   */
  async #ping(gatewayId: string, watched: Watched, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#tryOnce(gatewayId, watched, signal);
      try {
        this.#handOver(gatewayId, watched);
      } catch (error) {
        this.#options.onFault(error);
      }
      const { state } = watched.view;
      if (signal.aborted || state === "refused") return;
      if (state === "connected" && watched.connection) {
        await sleep(leastPauseMs, undefined, { signal }).catch(() => undefined);
        await watched.connection.untilClosed(this.#options.pingEveryMs, signal);
      } else {
        const pauseMs = state === "pairing" ? this.#options.pairingEveryMs : this.#options.pingEveryMs;
        await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** One ping; while the gateway is away it lasts until the retry clock gives up. */
  async #tryOnce(gatewayId: string, watched: Watched, signal: AbortSignal): Promise<void> {
    try {
      const connection = this.#observe(gatewayId, watched);
      if (watched.view.state === "unknown") this.#show(watched, connecting(watched.view));
      if (watched.view.state === "offline") connection.clock.reset();
      if (watched.view.dialect === null) {
        const session = await openSession(connection, signal);
        const { version, dialect } = session;
        watched.newSession = session;
        this.#show(
          watched,
          connected(watched.view, { proxy: connection.proxy, version, dialect: dialect.name, at: nowTimestamp() }),
        );
      } else {
        await connection.call("health", {}, { signal });
        this.#show(watched, connected(watched.view, { proxy: connection.proxy, at: nowTimestamp() }));
      }
    } catch (error) {
      if (!signal.aborted) this.#show(watched, failed(watched.view, error, nowTimestamp()));
    }
  }

  /** Passes a new session on. If that fails, the gateway is not at fault, and stays connected. */
  #handOver(gatewayId: string, watched: Watched): void {
    if (watched.newSession === null) return;
    this.#options.onSession(gatewayId, watched.newSession);
    watched.newSession = null;
  }

  /** One try that ends with an answer, a refusal or the first failed attempt. */
  async #untilKnown(gatewayId: string, watched: Watched, signal: AbortSignal): Promise<void> {
    const known = new AbortController();
    const connection = this.#observe(gatewayId, watched);
    connection.clock.reset();
    const unobserve = connection.observe({ onWaiting: () => known.abort() });
    try {
      await this.#tryOnce(gatewayId, watched, AbortSignal.any([known.signal, signal]));
    } finally {
      unobserve();
    }
  }

  #observe(gatewayId: string, watched: Watched): GatewayConnection {
    const connection = this.#options.connections.of(gatewayId);
    if (watched.connection === connection) return connection;
    if (watched.connection !== null) watched.view = unknownConnection;
    watched.newSession = null;
    watched.unobserve();
    watched.connection = connection;
    watched.unobserve = connection.observe({
      onWaiting: (waiting) => this.#show(watched, retrying(watched.view, waiting, Date.now())),
      onConnected: (hello) => {
        this.#show(
          watched,
          connected(watched.view, {
            proxy: connection.proxy,
            version: hello.server?.version ?? null,
            at: nowTimestamp(),
          }),
        );
      },
      onCall: ({ method, ok, durationMs }) => {
        if (!ok || (method !== "health" && watched.view.state !== "retrying")) return;
        const view = connected(watched.view, { at: nowTimestamp() });
        this.#show(watched, method === "health" ? measured(view, durationMs) : view);
      },
    });
    return connection;
  }

  #show(watched: Watched, view: ConnectionView): void {
    watched.view = view;
    this.#options.onChange();
  }
}
