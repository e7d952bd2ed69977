import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { defaultDataDir } from "../cli/cli.ts";

export type DesktopOptions = {
  /** Where database, keys and window state live. */
  dataDir: string;
  /** Puts the practice fleet back as it was at the first start. */
  resetPractice: boolean;
};

/**
 * Reads what `npm start` or a packaged app was started with. Anything else on the line is Chromium's or the platform's (macOS
 * adds `-psn_...`), and left alone.
 */
export function readDesktopOptions(argv: string[], workingDir = process.cwd()): DesktopOptions {
  const { values } = parseArgs({
    args: argv.slice(1),
    options: { "data-dir": { type: "string" }, "reset-practice": { type: "boolean" } },
    strict: false,
  });
  const dataDir = values["data-dir"];
  return {
    dataDir: typeof dataDir === "string" && dataDir !== "" ? resolve(workingDir, dataDir) : defaultDataDir(),
    resetPractice: values["reset-practice"] === true,
  };
}
