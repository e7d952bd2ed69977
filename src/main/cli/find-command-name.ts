import { basename } from "node:path";

/** What is known of how this process was started. */
export type CommandStart = {
  /** Node, the script as it was named, and the words. */
  argv: readonly string[];
  env: NodeJS.ProcessEnv;
};

/**
 * How an operator calls the command line of this process. Where the command `flightdeck` is installed, npm starts scripts/flightdeck.mjs
 * by its link (on Windows by its path below npm's packages). Everywhere else it is a clone, where `npx flightdeck` works.
 */
export function findCommandName({ argv: [, script = ""], env }: CommandStart): string {
  const isOfNpx = env.npm_lifecycle_event === "npx";
  const isLinked = basename(script) === "flightdeck" || /[\\/]node_modules[\\/]flight-deck[\\/]/.test(script);
  return isLinked && !isOfNpx ? "flightdeck" : "npx flightdeck";
}
