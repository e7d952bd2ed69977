import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { WebSocket } from "ws";
import { FaultStore } from "./faults.ts";
import { tickIntervalMs } from "./hello.ts";
import { Listener, type TlsFiles } from "./listener.ts";
import type { MethodTable } from "./method.ts";
import { methodsOf } from "./methods/method-table.ts";
import { Connection, type ConnectionHost } from "./practice-connection.ts";
import { type GatewayState, restartRuntime } from "./state.ts";
import { WireError } from "./wire.ts";
import { declareAutomations } from "./write-config.ts";

export type CoreOptions = {
  state: GatewayState;
  latencyMs: number;
  restartMs: number;
  tls?: TlsFiles;
};

/** How long a client may take to close after it was told to. */
const farewellMs = 200;

/**
 * The phase of a gateway: `draining` refuses calls and answers new sockets with HTTP 503, `away` does not listen, `starting`
 * listens but accepts no connection yet (docs/gateways.md, Restarts).
 */
type Phase = "up" | "draining" | "away" | "starting" | "killed";

/** A gateway process: its listener, its connections and its restarts. The state outlives it. */
export class GatewayCore implements ConnectionHost {
  readonly state: GatewayState;
  readonly methods: MethodTable;
  readonly faults = new FaultStore();
  readonly calls = new Map<string, number>();
  latencyMs: number;
  bootId = randomUUID();
  restarts = 0;
  readonly #restartMs: number;
  readonly #listener: Listener;
  readonly #connections = new Set<Connection>();
  #phase: Phase = "away";
  #startedAtMs = Date.now();
  #plannedRestart: NodeJS.Timeout | undefined;
  #restarting: Promise<void> | undefined;
  #killed = new AbortController();
  #ticks: NodeJS.Timeout | undefined;

  constructor(options: CoreOptions) {
    this.state = options.state;
    this.methods = methodsOf(options.state.profile);
    this.latencyMs = options.latencyMs;
    this.#restartMs = options.restartMs;
    this.#listener = new Listener({
      maxPayloadBytes: options.state.profile.maxPayloadBytes,
      ...(options.tls ? { tls: options.tls } : {}),
      failing: () => failingOf(this.#phase),
      acceptsSockets: () => this.#phase !== "draining",
      uptimeMs: () => this.uptimeMs(),
      onSocket: (socket) => this.#accept(socket),
    });
    declareAutomations(this.state, this);
  }

  get isDraining(): boolean {
    return this.#phase === "draining";
  }

  get isStarting(): boolean {
    return this.#phase === "starting";
  }

  uptimeMs(): number {
    return Date.now() - this.#startedAtMs;
  }

  scaled(delayMs: number): number {
    return Math.min(delayMs, (delayMs * this.#restartMs) / this.state.profile.restartMs);
  }

  countCall(method: string): void {
    this.calls.set(method, (this.calls.get(method) ?? 0) + 1);
  }

  emit(event: string, payload: object): void {
    for (const connection of this.#connections) connection.emit(event, payload);
  }

  /** @returns the port it listens on. */
  async start(port: number): Promise<number> {
    const bound = await this.#listener.listen(port);
    this.#killed = new AbortController();
    this.state.config.atStart = this.state.config.config;
    this.#boot();
    this.#phase = "up";
    this.#ticks = setInterval(() => this.emit("tick", { ts: Date.now() }), tickIntervalMs);
    return bound;
  }

  /** Like SIGKILL: every connection ends with 1006, and the port is closed. */
  async kill(): Promise<void> {
    this.#phase = "killed";
    clearTimeout(this.#plannedRestart);
    this.#plannedRestart = undefined;
    clearInterval(this.#ticks);
    this.#killed.abort();
    for (const connection of this.#connections) connection.drop();
    await this.#restarting;
    await this.#listener.stop();
  }

  planRestart({ delayMs, times }: { delayMs: number; times: number }): void {
    if (this.#plannedRestart) return;
    this.#plannedRestart = setTimeout(() => {
      this.#plannedRestart = undefined;
      void this.restart(times);
    }, delayMs);
  }

  restartNow(): never {
    void this.restart(1, { drains: false });
    throw new WireError({ code: "UNAVAILABLE", message: "gateway restarting", retryable: true });
  }

  /** Runs the whole sequence the given number of times, or waits for a restart that is already in progress. */
  restart(times = 1, options = { drains: true }): Promise<void> {
    this.#restarting ??= this.#restart(times, options.drains).finally(() => {
      this.#restarting = undefined;
    });
    return this.#restarting;
  }

  async #restart(times: number, drains: boolean): Promise<void> {
    const isCurrent = this.state.profile.dialect === "current";
    for (let time = 0; time < times && this.#phase !== "killed"; time += 1) {
      if (drains && isCurrent) await this.#stay("draining", 0.1);
      this.emit("shutdown", { reason: "gateway restarting", restartExpectedMs: 1500 });
      for (const connection of this.#connections) connection.close(1012, "service restart");
      await Promise.race([Promise.all([...this.#connections].map(({ closed }) => closed)), delay(farewellMs)]);
      await this.#listener.stop();
      await this.#stay("away", 0.6);
      if (this.#killed.signal.aborted) return;
      await this.#listener.listen(this.#listener.port);
      this.#boot();
      if (isCurrent) await this.#stay("starting", 0.3);
      if (this.#killed.signal.aborted) return;
      this.#phase = "up";
      this.restarts += 1;
    }
  }

  /** Stays in a phase for its part of a restart, or until the gateway is killed. */
  async #stay(phase: Phase, share: number): Promise<void> {
    if (this.#killed.signal.aborted) return;
    this.#phase = phase;
    await delay(this.#restartMs * share, undefined, { signal: this.#killed.signal }).catch(() => undefined);
  }

  #boot(): void {
    this.bootId = randomUUID();
    this.#startedAtMs = Date.now();
    restartRuntime(this.state);
  }

  #accept(socket: WebSocket): void {
    const connection = new Connection(this, socket);
    this.#connections.add(connection);
    void connection.closed.then(() => this.#connections.delete(connection));
  }
}

function failingOf(phase: Phase): string[] {
  if (phase === "draining") return ["gateway-draining"];
  return phase === "starting" ? ["startup-sidecars"] : [];
}
