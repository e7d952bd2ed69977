import { expect, test } from "vitest";
import { minimumSize, placeWindow } from "./place-window.ts";

const screen = { x: 0, y: 25, width: 1920, height: 1055 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };
const place = (x: number, y: number, width = 1000, height = 700) => ({
  bounds: { x, y, width, height },
  isMaximized: false,
});

test("a first window has a default size and is centred", () => {
  const { bounds } = placeWindow(null, [screen]);
  expect(bounds).not.toHaveProperty("x");
  expect(bounds.width).toBeGreaterThan(minimumSize.width);
});

test("a window comes back where it was", () => {
  expect(placeWindow(place(40, 60), [screen]).bounds).toEqual({ x: 40, y: 60, width: 1000, height: 700 });
  expect(placeWindow(place(2000, 10), [screen, second]).bounds).toMatchObject({ x: 2000, y: 10 });
});

test("a window keeps its size but not its place when its screen is gone", () => {
  expect(placeWindow(place(2000, 10), [screen]).bounds).toEqual({ width: 1000, height: 700 });
});

test("a window whose title bar cannot be reached is centred", () => {
  expect(placeWindow(place(40, -300), [screen]).bounds).not.toHaveProperty("y");
  expect(placeWindow(place(1900, 60), [screen]).bounds).not.toHaveProperty("x");
  expect(placeWindow(place(1900, 60), [screen, second]).bounds).toMatchObject({ x: 1900 });
});

test("a window is never smaller than its content needs, and stays maximised", () => {
  const small = { ...place(40, 60, 10, 10), isMaximized: true };
  expect(placeWindow(small, [screen])).toEqual({ bounds: { ...minimumSize, x: 40, y: 60 }, isMaximized: true });
});
