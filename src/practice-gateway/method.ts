import type { GatewayState } from "./state.ts";
import type { Payload } from "./wire.ts";

/** What a method may do to the gateway around its state. */
export type Host = {
  /** Sends an event to every connection. */
  emit(event: string, payload: object): void;
  /** Restarts after a delay; one that is already planned stays as it is. */
  planRestart(options: { delayMs: number; times: number }): void;
  /** Restarts at once, which closes the connection of the present call before it is answered. */
  restartNow(): void;
  uptimeMs(): number;
  /** The milliseconds a real gateway takes for this, scaled as this gateway's restarts are. */
  scaled(delayMs: number): number;
};

export type Call = { state: GatewayState; host: Host; params: unknown; caller: string };

/** One method of the gateway: answers with a payload or throws a WireError. */
type Method = (call: Call) => Payload | Promise<Payload>;
export type MethodTable = Record<string, Method>;
