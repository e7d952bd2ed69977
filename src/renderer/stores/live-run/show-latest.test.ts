import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { showLatest } from "./show-latest.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("shows the first value soon, but not in the task that received it, and then only the latest", () => {
  const show = vi.fn();
  const { put } = showLatest(show, 100);
  put(1);
  expect(show).not.toHaveBeenCalled();
  vi.advanceTimersByTime(0);
  expect(show.mock.calls).toEqual([[1]]);
  for (const value of [2, 3, 4]) put(value);
  vi.advanceTimersByTime(99);
  expect(show.mock.calls).toEqual([[1]]);
  vi.advanceTimersByTime(1);
  expect(show.mock.calls).toEqual([[1], [4]]);
});

it("shows no value twice, and after a pause the next one at once", () => {
  const show = vi.fn();
  const { put } = showLatest(show, 100);
  put("a");
  vi.advanceTimersByTime(1_000);
  put("b");
  vi.advanceTimersByTime(0);
  expect(show.mock.calls).toEqual([["a"], ["b"]]);
});

it("shows nothing after it is cancelled", () => {
  const show = vi.fn();
  const { put, cancel } = showLatest(show, 100);
  put(1);
  cancel();
  vi.runAllTimers();
  expect(show).not.toHaveBeenCalled();
});
