import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** Counts of a gateway's actions, from its own log. */
export type GatewayCounts = {
  /** How often it started to listen: at the start and at every restart. */
  starts: number;
  /** How often a signal told it to restart and it began to. */
  restarts: number;
  /** The number of `config.patch` calls that it applied. */
  configPatches: number;
};

export function countInLog(logPath: string): GatewayCounts {
  const log = stripVTControlCharacters(readFileSync(logPath, "utf8"));
  const count = (line: RegExp) => log.match(line)?.length ?? 0;
  return {
    // Some versions listen on two addresses, with a line for each.
    starts: count(/\[gateway\] (?:(?:http server )?listening(?! on ws:\/\/\[::1\])|ready \()/g),
    restarts: count(/\[gateway\] received SIGUSR[12]; restarting/g),
    configPatches: count(/\[gateway\] config\.patch write /g),
  };
}
