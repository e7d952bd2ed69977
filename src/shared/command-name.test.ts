import { afterEach, expect, test } from "vitest";
import { commandName, setCommandName, withCommandName } from "./command-name.ts";
import { hint, hintForTerminal, hintForWindow } from "./hint-words.ts";

afterEach(() => setCommandName("flightdeck"));

const made = hint(
  "Run `flightdeck backup list`, then `flightdeck backup restore`.",
  "Run `backup list` of `flightdeck`.",
);

test("hints of both hosts call the command line as it is called here", () => {
  expect(hintForWindow(made)).toBe("Run `flightdeck backup list`, then `flightdeck backup restore`.");
  setCommandName("npx flightdeck");
  expect(commandName()).toBe("npx flightdeck");
  expect(hintForWindow(made)).toBe("Run `npx flightdeck backup list`, then `npx flightdeck backup restore`.");
  expect(hintForTerminal(made)).toBe("Run `backup list` of `flightdeck`.");
  expect(withCommandName("Run `npx flightdeck list`.")).toBe("Run `npx flightdeck list`.");
});
