import { describe, expect, it, vi } from "vitest";
import { ConnectionLostError, keepConnected, type Transport } from "./keep-connected.ts";

/** A transport whose calls and disconnection the test controls. */
function testTransport(answer: () => Promise<unknown>) {
  const closed = Promise.withResolvers<void>();
  let isOpen = true;
  const transport: Transport = { link: { call: answer }, isOpen: () => isOpen, closed: closed.promise };
  const close = () => {
    isOpen = false;
    closed.resolve();
  };
  return { transport, close };
}

const options = { context: {} };

describe("keepConnected", () => {
  it("lets a call wait for the first connection", async () => {
    const opened = Promise.withResolvers<Transport>();
    const { link, state } = keepConnected(() => opened.promise);
    const call = link.call(["app", "info"], undefined, options);
    expect(state.getState().status).toBe("connecting");
    opened.resolve(testTransport(async () => "info").transport);
    expect(await call).toBe("info");
    expect(state.getState()).toEqual({ status: "open", failedTries: 0, epoch: 1 });
  });

  it("connects again after a loss, and counts the connections", async () => {
    const first = testTransport(async () => "first");
    const second = testTransport(async () => "second");
    const transports = [first.transport, second.transport];
    const { link, state } = keepConnected(async () => transports.shift() ?? new Promise<never>(() => {}));
    expect(await link.call(["a"], undefined, options)).toBe("first");
    first.close();
    await vi.waitFor(() => expect(state.getState()).toMatchObject({ status: "open", epoch: 2 }));
    expect(await link.call(["a"], undefined, options)).toBe("second");
  });

  it("distinguishes a call whose connection broke from one that main refused", async () => {
    const broken = Promise.withResolvers<never>();
    const { transport, close } = testTransport(() => broken.promise);
    let opened = 0;
    const { link } = keepConnected(async () => (opened++ === 0 ? transport : new Promise<never>(() => {})));
    const call = link.call(["a"], undefined, options);
    await vi.waitFor(() => expect(opened).toBe(1));
    close();
    broken.reject(new Error("aborted"));
    await expect(call).rejects.toBeInstanceOf(ConnectionLostError);

    const refusing = keepConnected(async () => testTransport(() => Promise.reject(new Error("refused"))).transport);
    await expect(refusing.link.call(["a"], undefined, options)).rejects.toThrow("refused");
  });

  it("tries again until it gets through", async () => {
    let tries = 0;
    const { state } = keepConnected(async () => {
      tries += 1;
      if (tries < 3) throw new Error("no answer");
      return testTransport(async () => null).transport;
    });
    await vi.waitFor(() => expect(state.getState().failedTries).toBe(1));
    expect(state.getState().status).toBe("lost");
    await vi.waitFor(() => expect(state.getState()).toEqual({ status: "open", failedTries: 0, epoch: 1 }), 5_000);
  });

  it("does not let a cancelled call wait", async () => {
    const { link } = keepConnected(() => new Promise<never>(() => {}));
    const abort = new AbortController();
    const call = link.call(["a"], undefined, { ...options, signal: abort.signal });
    abort.abort(new Error("left the screen"));
    await expect(call).rejects.toThrow("left the screen");
  });
});
