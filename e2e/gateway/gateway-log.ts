import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** What a gateway says of itself that it did: counted in its own log, not in ours. */
export type GatewayCounts = {
  /** Times it began to listen: the start, and every restart. */
  starts: number;
  /** Times it was told by a signal to restart and began to. */
  restarts: number;
  /** `config.patch` calls that it carried out. */
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
