import { expect, test } from "vitest";
import { findCommandName } from "./find-command-name.ts";

const npmOfWindows = "C:\\Users\\Ada\\AppData\\Roaming\\npm\\node_modules\\flight-deck\\scripts\\flightdeck.mjs";

test.each([
  ["/usr/local/bin/flightdeck", {}, "flightdeck"],
  [npmOfWindows, {}, "flightdeck"],
  ["/home/ada/.npm/_npx/1a/node_modules/.bin/flightdeck", { npm_lifecycle_event: "npx" }, "npx flightdeck"],
  [npmOfWindows, { npm_lifecycle_event: "npx" }, "npx flightdeck"],
  ["/home/ada/flight-deck/src/main/cli.ts", { npm_lifecycle_event: "cli" }, "npx flightdeck"],
  ["/home/ada/flight-deck/src/main/start.ts", { npm_lifecycle_event: "start" }, "npx flightdeck"],
  ["/home/ada/flight-deck/scripts/flightdeck.mjs", {}, "npx flightdeck"],
])("started as %s with %o, it is called %s", (script, env, name) => {
  expect(findCommandName({ argv: ["node", script, "list"], env })).toBe(name);
});
