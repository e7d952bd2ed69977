import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { defaultDataDir } from "../cli/cli-context.ts";

export type DesktopOptions = {
  /** The folder of database, keys and window state. */
  dataDir: string;
  /** Resets the practice fleet to its first state. */
  resetPractice: boolean;
};

/**
 * Reads the options of `npm start` or a packaged app. Without `--data-dir`, FLIGHTDECK_DATA_DIR names the folder. Other words belong to
 * Chromium or the platform (macOS adds `-psn_...`) and are ignored.
 */
export function readDesktopOptions(argv: string[], workingDir = process.cwd(), env = process.env): DesktopOptions {
  const { values } = parseArgs({
    args: argv.slice(1),
    options: { "data-dir": { type: "string" }, "reset-practice": { type: "boolean" } },
    strict: false,
  });
  const dataDir = values["data-dir"] || env.FLIGHTDECK_DATA_DIR;
  return {
    dataDir: typeof dataDir === "string" && dataDir !== "" ? resolve(workingDir, dataDir) : defaultDataDir(),
    resetPractice: values["reset-practice"] === true,
  };
}
