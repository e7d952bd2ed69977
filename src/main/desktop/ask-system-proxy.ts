import { setTimeout as wait } from "node:timers/promises";

/** The part of Electron's session that knows the system's proxy. */
export type ProxyResolver = { resolveProxy(url: string): Promise<string> };

const longestMs = 10_000;

/**
 * Which proxy the system has for an address, as a PAC file answers. A system that cannot say, or not in time, has none: its
 * script may have to be fetched first.
 */
export function askSystemProxy(session: ProxyResolver, timeoutMs = longestMs): (url: string) => Promise<string> {
  return (url) =>
    Promise.race([session.resolveProxy(url).catch(() => "DIRECT"), wait(timeoutMs, "DIRECT", { ref: false })]);
}
