import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { defaultDataDir } from "../cli-context.ts";

/** The data folder of a command that is still being typed. */
export function readDataDir(words: readonly string[], env: NodeJS.ProcessEnv): string {
  const at = words.findLastIndex((word) => word === "--data-dir" || word.startsWith("--data-dir="));
  const typed = words[at]?.includes("=") ? words[at]?.split("=").slice(1).join("=") : words[at + 1];
  const given = (at < 0 ? undefined : typed) || env.FLIGHTDECK_DATA_DIR;
  if (!given) return defaultDataDir();
  // The shell has not replaced it yet.
  return given.startsWith("~/") ? join(homedir(), given.slice(2)) : resolve(given);
}
