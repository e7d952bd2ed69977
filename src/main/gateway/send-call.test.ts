import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { GatewayLink } from "./open-link.ts";
import { type Pending, sendCall } from "./send-call.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a patch that takes long says every now and then how long it has been waited for", async () => {
  const answer = Promise.withResolvers<unknown>();
  const link = { request: () => answer.promise, maxMessageBytes: 1_000_000, lastHeardAtMs: () => 0 };
  const pendings: Pending[] = [];
  const sending = sendCall({
    link: link as unknown as GatewayLink,
    method: "config.patch",
    params: {},
    options: { kind: "once", timeoutMs: 300_000, expectedMs: 90_000 },
    readAgainAfterMs: null,
    onSent: () => {},
    onPending: (pending) => pendings.push(pending),
  });
  await vi.advanceTimersByTimeAsync(75_000);
  answer.resolve("done");
  expect(await sending).toBe("done");
  await vi.advanceTimersByTimeAsync(300_000);
  expect(pendings).toEqual(
    [10_000, 40_000, 70_000].map((waitedMs) => ({
      method: "config.patch",
      waitedMs,
      limitMs: 300_000,
      expectedMs: 90_000,
    })),
  );
});
