import { isJsonObject } from "../shared/is-json-object.ts";
import { rateLimitError } from "./rate-limiter.ts";
import type { ErrorPayload } from "./wire.ts";
import { WireError } from "./wire.ts";

/** The calls that a fault applies to. */
type Aim = {
  /** Any method except connect when absent. */
  method?: string;
  /** Only calls about this agent, given by `agentId` or by session key. */
  agentId?: string;
  match?: (params: Record<string, unknown>) => boolean;
  /** How many matching calls to let pass first; default 0. */
  skip?: number;
  /** How many calls it applies to; default 1. */
  times?: number;
};

/** Whether the fault comes before or after the effect of the call; "before" when absent. */
type Moment = { when?: "before" | "after" };

export type Fault = Aim &
  (
    | ({ kind: "drop" } & Moment)
    | ({ kind: "no-answer" } & Moment)
    | ({ kind: "slow"; delayMs: number } & Moment)
    | ({ kind: "restart" } & Moment)
    /**
     * The call takes effect. Its answer is an error that says to wait for a restart. That follows soon after or, with `isPutOff`,
     * much later: until then the gateway works as before.
     */
    | { kind: "restart-required"; isPutOff?: boolean }
    | { kind: "busy" }
    | { kind: "rate-limit"; retryAfterMs: number }
    | { kind: "half-reply" }
    | { kind: "wrong-type"; payload?: unknown }
    /** The call takes effect. In the frame of its answer, these fields are overwritten. */
    | { kind: "malformed"; frame: Record<string, unknown> }
    /** Something else happens: an operator's edit, another client's write, the end of a process. If it throws, that is the answer. */
    | ({ kind: "meanwhile"; act: () => void } & Moment)
    /** The call takes effect. Its answer comes twice. */
    | { kind: "duplicate-reply" }
    /** The call takes effect. Its answer names another call, so the call itself has none. */
    | { kind: "another-id" }
    /** The call takes effect. A frame that is not JSON comes before its answer. */
    | { kind: "garbage"; text?: string }
    /** From this call on, the connection is open but dead: nothing more is read from it or sent on it. */
    | ({ kind: "silence" } & Moment)
    /** The gateway cannot write: the call fails, and nothing changes. */
    | { kind: "disk-full" }
    | ({ kind: "error" } & ErrorPayload)
  );

/** An injected fault: how often it applied, and how to remove it. */
export type InjectedFault = { readonly hits: number; remove(): void };

type Loaded = { fault: Fault; skip: number; left: number; hits: number };

/** The injected faults; the oldest one that matches a call applies. */
export class FaultStore {
  #loaded: Loaded[] = [];

  inject(fault: Fault): InjectedFault {
    const loaded: Loaded = { fault, skip: fault.skip ?? 0, left: fault.times ?? 1, hits: 0 };
    this.#loaded.push(loaded);
    const remove = () => {
      this.#loaded = this.#loaded.filter((other) => other !== loaded);
    };
    return {
      get hits() {
        return loaded.hits;
      },
      remove,
    };
  }

  clear(): void {
    this.#loaded = [];
  }

  /** The fault that applies to this call, if any; it counts as used. */
  take(method: string, params: unknown): Fault | undefined {
    if (this.#loaded.length === 0) return undefined;
    const given = isJsonObject(params) ? params : {};
    for (const loaded of this.#loaded) {
      if (loaded.left === 0 || !fits(loaded.fault, method, given)) continue;
      if (loaded.skip > 0) {
        loaded.skip -= 1;
        continue;
      }
      loaded.left -= 1;
      loaded.hits += 1;
      return loaded.fault;
    }
    return undefined;
  }
}

function fits(fault: Fault, method: string, params: Record<string, unknown>): boolean {
  if (fault.method === undefined ? method === "connect" : fault.method !== method) return false;
  if (fault.agentId !== undefined && fault.agentId !== agentOf(params)) return false;
  return fault.match?.(params) ?? true;
}

function agentOf(params: Record<string, unknown>): unknown {
  const key = params.sessionKey ?? params.key;
  return params.agentId ?? (typeof key === "string" ? key.split(":")[1] : undefined);
}

/** The error that a fault answers with, or undefined for faults of other kinds. */
export function errorOfFault(fault: Fault, method: string): WireError | undefined {
  if (fault.kind === "busy") return busyError();
  if (fault.kind === "disk-full") return diskFullError();
  if (fault.kind === "rate-limit") return rateLimitError(method, fault.retryAfterMs, 30);
  if (fault.kind !== "error") return undefined;
  const { code, message, details, retryable, retryAfterMs } = fault;
  return new WireError({
    code,
    message,
    ...(details === undefined ? {} : { details }),
    ...(retryable === undefined ? {} : { retryable }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** The answer of a 2026.9.6 to a patch that it applied but that needs a restart. */
export function restartRequiredError(method: string): WireError {
  const message = `${method} persisted and updated the active Gateway, but a recovery restart is required; wait for the Gateway to restart, then run config.get to confirm the active revision`;
  return new WireError({ code: "UNAVAILABLE", message });
}

/** The answer of gateways before 2026.9.4 to a patch that adds a deleted agent again. */
export function notTakenInError(method: string): WireError {
  const message = `${method} persisted but was not applied to the active Gateway (failed); run config.get, then use config.apply to reapply the saved config or restart the Gateway`;
  return new WireError({ code: "UNAVAILABLE", message });
}

/** What Node says of a full disk; a gateway passes on whatever its methods throw. */
function diskFullError(): WireError {
  return new WireError({ code: "UNAVAILABLE", message: "Error: ENOSPC: no space left on device, write" });
}

export function busyError(): WireError {
  const message = "The server is busy. Please try again in a moment.";
  return new WireError({ code: "UNAVAILABLE", message, retryable: true });
}
