import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { RawData, WebSocket } from "ws";
import { isJsonObject } from "../shared/is-json-object.ts";
import { busyError, errorOfFault, type Fault, type FaultStore, restartRequiredError } from "./faults.ts";
import { type Admission, admit, isRefusal, type Refusal, refuse } from "./handshake.ts";
import { type Greeter, helloOk } from "./hello.ts";
import type { Host } from "./method.ts";
import { checkScope } from "./scopes.ts";
import { errorFrame, eventFrame, invalidRequest, type Payload, resultFrame, WireError } from "./wire.ts";

const requiredRestartDelayMs = 8_000;

/** The gateway as its connections see it. */
export type ConnectionHost = Host &
  Greeter & {
    readonly faults: FaultStore;
    readonly latencyMs: number;
    readonly isStarting: boolean;
    readonly isDraining: boolean;
    countCall(method: string): void;
  };

/** The connection of one client: its handshake, then its requests, answered in the order in which they finish. */
export class Connection {
  readonly id = randomUUID();
  readonly #core: ConnectionHost;
  readonly #socket: WebSocket;
  readonly #nonce = randomUUID();
  #admission: Admission | undefined;
  #inFlight = 0;
  #isDead = false;
  #sequence = 0;
  /** Resolves when the socket is closed. */
  readonly closed: Promise<void>;

  constructor(core: ConnectionHost, socket: WebSocket) {
    this.#core = core;
    this.#socket = socket;
    socket.on("message", (data) => this.#receive(data));
    socket.on("error", () => socket.terminate());
    this.closed = new Promise((resolve) => socket.on("close", () => resolve()));
    const payload = { nonce: this.#nonce, ts: Date.now() };
    socket.send(eventFrame("connect.challenge", payload));
  }

  emit(event: string, payload: object): void {
    if (!this.#admission) return;
    this.#sequence += 1;
    this.#send(eventFrame(event, payload, this.#sequence));
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason.slice(0, 120));
  }

  /** Ends the connection without a close frame: the client sees close 1006. */
  drop(): void {
    this.#socket.terminate();
  }

  #send(frame: string): void {
    if (!this.#isDead && this.#socket.readyState === this.#socket.OPEN) this.#socket.send(frame);
  }

  #receive(data: RawData): void {
    if (this.#isDead) return;
    const frame = parseFrame(data);
    if (!this.#admission) {
      this.#handshake(frame);
      return;
    }
    const id = isJsonObject(frame) && typeof frame.id === "string" && frame.id !== "" ? frame.id : "invalid";
    const method = isJsonObject(frame) && frame.type === "req" ? frame.method : undefined;
    if (frame === undefined) return;
    if (id === "invalid" || typeof method !== "string" || method === "") {
      const missing = id === "invalid" ? "id" : "method";
      const text = `invalid request frame: must have required property '${missing}'`;
      this.#send(errorFrame(id, invalidRequest(text).payload));
      return;
    }
    void this.#serve(id, method, isJsonObject(frame) ? frame.params : undefined);
  }

  #handshake(frame: unknown): void {
    if (frame === undefined) this.close(1000, "");
    else if (!isJsonObject(frame) || frame.type !== "req" || typeof frame.id !== "string" || frame.id === "")
      this.close(1008, "invalid request frame");
    else this.#tryToConnect(frame.id, frame.method, frame.params);
  }

  /** Invalid input ends only the connection that sent it. */
  #tryToConnect(id: string, method: unknown, params: unknown): void {
    try {
      this.#connect(id, method, params);
    } catch {
      this.close(1011, "handshake failed");
    }
  }

  #connect(id: string, method: unknown, params: unknown): void {
    const fault = method === "connect" ? this.#core.faults.take(method, params) : undefined;
    if (fault?.kind === "no-answer") return;
    if (fault?.kind === "drop") {
      this.drop();
      return;
    }
    if (fault?.kind === "malformed") {
      this.#send(JSON.stringify({ type: "res", id, ok: true, payload: {}, ...fault.frame }));
      return;
    }
    const faultError = fault && errorOfFault(fault, "connect");
    const result = faultError ? refuse(faultError) : this.#judge(method, params);
    if (isRefusal(result)) {
      this.#send(errorFrame(id, result.error.payload));
      this.close(result.closeCode, result.closeReason);
      return;
    }
    this.#admission = result;
    this.#send(resultFrame(id, helloOk(this.#core, this.id, result)));
  }

  #judge(method: unknown, params: unknown): Admission | Refusal {
    if (method !== "connect") return refuse(invalidRequest("invalid handshake: first request must be connect"));
    if (this.#core.isStarting) return { error: startingError(), closeCode: 1013, closeReason: "gateway starting" };
    return admit(this.#core.state, params, this.#nonce, (pending) => this.#core.emit("device.pair.requested", pending));
  }

  async #serve(id: string, method: string, params: unknown): Promise<void> {
    this.#core.countCall(method);
    this.#inFlight += 1;
    try {
      const { maxInFlight } = this.#core.state.profile;
      if (maxInFlight !== null && this.#inFlight > maxInFlight) throw busyError();
      const { latencyMs } = this.#core;
      // Even without latency an answer is sent one turn later, so that a burst of requests counts as in flight.
      if (latencyMs > 0) await delay(latencyMs);
      else await new Promise(setImmediate);
      const fault = this.#core.faults.take(method, params);
      if (!fault) this.#send(resultFrame(id, await this.#perform(method, params)));
      else await this.#strike(fault, id, method, params);
    } catch (error) {
      this.#send(errorFrame(id, errorPayload(error)));
    } finally {
      this.#inFlight -= 1;
    }
  }

  async #perform(method: string, params: unknown): Promise<Payload> {
    if (this.#core.isDraining) throw drainingError(method);
    if (method === "connect") throw invalidRequest("connect is only valid as the first request");
    const { profile } = this.#core.state;
    checkScope(profile, this.#admission?.scopes ?? [], method);
    const perform = this.#core.methods[method];
    if (!perform) throw invalidRequest(`unknown method: ${method}`);
    const caller = this.#admission?.deviceId || this.id;
    return perform({ state: this.#core.state, host: this.#core, params, caller });
  }

  /** Answers a call as an injected fault requires. */
  async #strike(fault: Fault, id: string, method: string, params: unknown): Promise<void> {
    const error = errorOfFault(fault, method);
    if (error) throw error;
    const strikesFirst = !("when" in fault) || fault.when !== "after";
    if (strikesFirst && (await this.#disturb(fault))) return;
    const frame = resultFrame(id, await this.#perform(method, params));
    if (!strikesFirst && (await this.#disturb(fault))) return;
    if (fault.kind === "restart-required") {
      if (fault.isPutOff) this.#core.state.config.awaitsRestart = true;
      else this.#core.planRestart({ delayMs: this.#core.scaled(requiredRestartDelayMs), times: 1 });
      throw restartRequiredError(method);
    }
    this.#answer(fault, id, frame);
  }

  /** Sends the answer of a call that took effect. */
  #answer(fault: Fault, id: string, frame: string): void {
    if (fault.kind === "half-reply") this.#sendHalf(frame);
    else if (fault.kind === "another-id") this.#send(JSON.stringify({ ...JSON.parse(frame), id: `not-${id}` }));
    else if (fault.kind === "wrong-type") this.#send(resultFrame(id, "payload" in fault ? fault.payload : 42));
    else if (fault.kind === "malformed") this.#send(JSON.stringify({ ...JSON.parse(frame), ...fault.frame }));
    else {
      if (fault.kind === "garbage") this.#send(fault.text ?? "}{ not a frame");
      if (fault.kind === "duplicate-reply") this.#send(frame);
      this.#send(frame);
    }
  }

  /** @returns whether the call ends here, without an answer. */
  async #disturb(fault: Fault): Promise<boolean> {
    if (fault.kind === "meanwhile") fault.act();
    if (fault.kind === "drop") this.drop();
    if (fault.kind === "silence") this.#isDead = true;
    if (fault.kind === "restart") this.#core.restartNow();
    if (fault.kind === "slow") await delay(fault.delayMs);
    return fault.kind === "drop" || fault.kind === "no-answer" || fault.kind === "silence";
  }

  /** Sends the first half of an answer as its own text frame, then ends the connection. */
  #sendHalf(frame: string): void {
    this.#socket.send(frame.slice(0, Math.floor(frame.length / 2)), () => this.drop());
  }
}

function parseFrame(data: RawData): unknown {
  try {
    return JSON.parse(data.toString());
  } catch {
    return undefined;
  }
}

function errorPayload(error: unknown) {
  if (error instanceof WireError) return error.payload;
  return { code: "UNAVAILABLE", message: String(error) };
}

function drainingError(method: string): WireError {
  return new WireError({
    code: "UNAVAILABLE",
    message: `${method} unavailable during gateway restart`,
    retryable: true,
    retryAfterMs: 1000,
    details: { method, reason: "gateway-restarting", phase: "accepting" },
  });
}

function startingError(): WireError {
  return new WireError({
    code: "UNAVAILABLE",
    message: "gateway starting; retry shortly",
    retryable: true,
    retryAfterMs: 500,
    details: { reason: "startup-sidecars" },
  });
}
