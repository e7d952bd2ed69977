import { expect, test } from "vitest";
import { hint, hintForTerminal, hintForWindow } from "./hint-words.ts";

test("each host shows its own words", () => {
  const both = hint('Sync again with "Repair tokens".', "Sync again with `--rotate-tokens`.");
  expect(hintForWindow(both)).toBe('Sync again with "Repair tokens".');
  expect(hintForTerminal(both)).toBe("Sync again with `--rotate-tokens`.");
});

test.each([hintForTerminal, hintForWindow])("a hint without words of a host is shown as it is (%o)", (words) => {
  const same = hint('Close "Old gateway" (ws://127.0.0.1:1) first [see the README].');
  expect(words(same)).toBe('Close "Old gateway" (ws://127.0.0.1:1) first [see the README].');
});

test("hints stored by earlier versions lose what the other host calls an option", () => {
  const stored = 'Sync again with "Repair tokens" (--rotate-tokens), or without the main agent (--no-include-main).';
  expect(hintForWindow(stored)).toBe('Sync again with "Repair tokens", or without the main agent.');
  expect(hintForTerminal(stored)).toBe(
    "Sync again with --rotate-tokens, or without the main agent (--no-include-main).",
  );
});
