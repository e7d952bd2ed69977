import { getEventListeners } from "node:events";
import { expect, test, vi } from "vitest";
import { onAbort } from "./on-abort.ts";

test("calls each listener once, but none that was removed, and hangs on the signal once", () => {
  const controller = new AbortController();
  const [first, removed, last] = [vi.fn(), vi.fn(), vi.fn()];
  onAbort(controller.signal, first);
  const remove = onAbort(controller.signal, removed);
  onAbort(controller.signal, last);
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
  remove();
  controller.abort();
  controller.abort();
  expect([first, removed, last].map((listener) => listener.mock.calls.length)).toEqual([1, 0, 1]);
});

test("signals do not hear each other", () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const listener = vi.fn();
  onAbort(other.signal, listener);
  one.abort();
  expect(listener).not.toHaveBeenCalled();
});
