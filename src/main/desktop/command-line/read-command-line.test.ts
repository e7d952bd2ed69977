import { resolve } from "node:path";
import { expect, test } from "vitest";
import { defaultDataDir } from "../../cli/cli-context.ts";
import { readCommandLine } from "./read-command-line.ts";

const app = "/opt/Flight Deck/flight-deck";

test.each([
  [["--cli", "--", "list", "gateways"], {}, ["list", "gateways"], defaultDataDir()],
  [["--disable-gpu", "--cli", "--"], {}, [], defaultDataDir()],
  [
    ["--cli", "--", "--data-dir", "there", "list", "--", "-x"],
    {},
    ["--data-dir", "there", "list", "--", "-x"],
    "there",
  ],
  [
    ["--cli", "--", "list", "--data-dir=there"],
    { FLIGHTDECK_DATA_DIR: "other" },
    ["list", "--data-dir=there"],
    "there",
  ],
  [["--cli", "--", "list"], { FLIGHTDECK_DATA_DIR: "other" }, ["list"], "other"],
])("%j is a command", (argv, env, words, dataDir) => {
  expect(readCommandLine([app, ...argv], env)).toEqual({ words, dataDir: resolve(dataDir), resetPractice: false });
});

test.each([
  [[]],
  [["--data-dir", "x"]],
  [["--cli", "list"]],
  [["--", "--cli", "--", "list"]],
  [["plan.json", "--", "x"]],
])("%j opens the window", (argv) => {
  expect(readCommandLine([app, ...argv], {})).toBeNull();
});
