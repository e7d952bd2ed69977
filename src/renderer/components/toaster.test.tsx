import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { shownMs, toast } from "../stores/toasts.ts";
import { Toaster } from "./toaster.tsx";

beforeEach(() => {
  vi.useFakeTimers();
  render(<Toaster />);
});
afterEach(() => {
  act(() => vi.runAllTimers());
  cleanup();
  vi.useRealTimers();
});

const fail = () => act(() => toast({ tone: "danger", title: "The gateway does not answer" }));
const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));
const shown = () => screen.queryAllByText("The gateway does not answer");

test("an error leaves by itself, later than a success", () => {
  fail();
  pass(shownMs.ok);
  expect(shown()).toHaveLength(1);
  pass(shownMs.danger - shownMs.ok);
  expect(shown()).toHaveLength(0);
});

test("a message stays while the pointer or the focus is on it", () => {
  fail();
  const button = screen.getByRole("button", { name: "Dismiss" });
  fireEvent.focus(button);
  pass(10 * shownMs.danger);
  expect(shown()).toHaveLength(1);
  fireEvent.blur(button);
  pass(shownMs.danger);
  expect(shown()).toHaveLength(0);
});

test("the same message is shown once", () => {
  fail();
  fail();
  expect(shown()).toHaveLength(1);
});

test("two deletions are shown twice, each with its own undo", () => {
  const undone: string[] = [];
  for (const name of ["North", "South"]) {
    const action = { label: "Undo", hint: `Restore ${name}`, run: () => void undone.push(name) };
    act(() => toast({ tone: "ok", title: "The board was deleted", action }));
  }
  expect(screen.getAllByText("The board was deleted")).toHaveLength(2);
  pass(shownMs.ok);
  fireEvent.click(screen.getByTitle("Restore North"));
  expect(undone).toEqual(["North"]);
  expect(screen.getAllByText("The board was deleted")).toHaveLength(1);
});
