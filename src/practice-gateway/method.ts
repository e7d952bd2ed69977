import type { GatewayState } from "./state.ts";
import type { Payload } from "./wire.ts";

/** The access of a method to the gateway besides its state. */
export type Host = {
  /** Sends an event to every connection. */
  emit(event: string, payload: object): void;
  /** Restarts after a delay; a restart that is already planned is not changed. */
  planRestart(options: { delayMs: number; times: number }): void;
  /** Restarts at once, which closes the connection of the current call before it is answered. */
  restartNow(): void;
  uptimeMs(): number;
  /** Milliseconds of a real gateway, scaled like this gateway's restarts. */
  scaled(delayMs: number): number;
};

export type Call = { state: GatewayState; host: Host; params: unknown; caller: string };

/** One method of the gateway: answers with a payload or throws a WireError. */
type Method = (call: Call) => Payload | Promise<Payload>;
export type MethodTable = Record<string, Method>;
