import type { ClientContext, ClientLink } from "@orpc/client";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Transport } from "./transport.ts";

export type ConnectionState = {
  /** `connecting` until the first success; `lost` between a loss and the next success. */
  status: "connecting" | "open" | "lost";
  /** Tries that failed in a row. */
  failedTries: number;
  /** How often a connection was established: a change means that what was missed must be asked again. */
  epoch: number;
};

export type MainConnection = {
  link: ClientLink<ClientContext>;
  state: StoreApi<ConnectionState>;
};

/** A call that was under way when the connection broke: whether main did it is not known. */
export class ConnectionLostError extends Error {
  override readonly name = "ConnectionLostError";
}

const shortestDelayMs = 250;
const longestDelayMs = 4_000;

/**
 * Keeps one connection to main open for as long as the page lives. A call made while it is away waits for the next one;
 * a call that was under way fails with `ConnectionLostError`.
 */
export function keepConnected(open: () => Promise<Transport>): MainConnection {
  const state = createStore<ConnectionState>(() => ({ status: "connecting", failedTries: 0, epoch: 0 }));
  let current = Promise.withResolvers<Transport>();

  async function run(): Promise<never> {
    for (;;) {
      const transport = await openWithPatience();
      state.setState(({ epoch }) => ({ status: "open", failedTries: 0, epoch: epoch + 1 }));
      current.resolve(transport);
      await transport.closed;
      current = Promise.withResolvers<Transport>();
      state.setState({ status: "lost" });
    }
  }

  async function openWithPatience(): Promise<Transport> {
    for (let delayMs = shortestDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
      try {
        return await open();
      } catch {
        state.setState(({ failedTries }) => ({ status: "lost", failedTries: failedTries + 1 }));
        await new Promise((resolve) => setTimeout(resolve, delayMs));
      }
    }
  }

  void run();
  return {
    state,
    link: {
      async call(path, input, options) {
        const transport = await untilAborted(current.promise, options.signal);
        try {
          return await transport.link.call(path, input, options);
        } catch (error) {
          if (transport.isOpen() || options.signal?.aborted) throw error;
          throw new ConnectionLostError("The connection to the main process was lost.", { cause: error });
        }
      },
    },
  };
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
