import { expect, test } from "vitest";
import { hintForTerminal, hintForWindow } from "./hint-words.ts";

const repair =
  'Sync again with "Repair tokens" (--rotate-tokens): every agent whose token cannot be read gets a new one.';
const adopt = `make a plan with "Adopt the gateway's default agent" (--adopt-default) and apply it.`;

test("the window shows the labels of its options and no flags", () => {
  expect(hintForWindow(repair)).toBe(
    'Sync again with "Repair tokens": every agent whose token cannot be read gets a new one.',
  );
  expect(hintForWindow(adopt)).toBe(`make a plan with "Adopt the gateway's default agent" and apply it.`);
  expect(hintForWindow("Ensure the main agent, or sync without it (--no-include-main).")).toBe(
    "Ensure the main agent, or sync without it.",
  );
});

test("the terminal shows the flags, and no labels of a window that it does not have", () => {
  expect(hintForTerminal(repair)).toBe(
    "Sync again with --rotate-tokens: every agent whose token cannot be read gets a new one.",
  );
  expect(hintForTerminal(adopt)).toBe("make a plan with --adopt-default and apply it.");
  expect(hintForTerminal("sync without it (--no-include-main).")).toBe("sync without it (--no-include-main).");
});

test.each([hintForTerminal, hintForWindow])("quoted names stay (%o)", (words) => {
  const hint = 'Close "Old gateway" (ws://127.0.0.1:1) first, or use --data-dir (see the README).';
  expect(words(hint)).toBe(hint);
});
