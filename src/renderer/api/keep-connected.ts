import type { ClientContext, ClientLink } from "@orpc/client";
import { createStore, type StoreApi } from "zustand/vanilla";

/** One connection to main, however it is carried. */
export type Transport = {
  link: ClientLink<ClientContext>;
  isOpen(): boolean;
  /** Settles once, when the connection is closed. Pending calls fail after that, not before. */
  closed: Promise<void>;
};

export type ConnectionState = {
  /** `connecting` until the first success; `lost` between a loss and the next success. */
  status: "connecting" | "open" | "lost";
  /** Failed attempts in a row. */
  failedTries: number;
  /**
   * How many times a connection was established. When it changes, data must be refetched, because changes may have been
   * missed.
   */
  epoch: number;
};

export type MainConnection = {
  link: ClientLink<ClientContext>;
  state: StoreApi<ConnectionState>;
};

/** A call that was pending when the connection broke: whether main carried it out is not known. */
export class ConnectionLostError extends Error {
  override readonly name = "ConnectionLostError";
}

const shortestDelayMs = 250;
const longestDelayMs = 4_000;

/**
 * Keeps one connection to main open for as long as the page is open. A call made while it is down waits for the next
 * connection; a pending call fails with `ConnectionLostError`.
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
