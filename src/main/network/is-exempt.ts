import { BlockList, isIP } from "node:net";
import { endpointPartsOf } from "./endpoint-parts.ts";

/** Whether a host is reached without a proxy: this machine always, and what a list as in NO_PROXY names. Pure. */
export function isExempt(url: URL, list: string): boolean {
  const { host: given, port } = endpointPartsOf(url);
  const host = given.toLowerCase();
  if (isThisMachine(host)) return true;
  return list.split(/[\s,]+/).some((entry) => entry !== "" && matches(entry.toLowerCase(), host, port));
}

function isThisMachine(host: string): boolean {
  if (host === "localhost" || host.endsWith(".localhost") || host === "::1") return true;
  return isIP(host) === 4 && host.startsWith("127.");
}

/** An entry is `*`, a domain with everything below it, an address, or a range such as 10.0.0.0/8; perhaps with a port. */
function matches(entry: string, host: string, port: number): boolean {
  if (entry === "*") return true;
  if (entry.includes("/")) return isInRange(entry, host);
  const [, name = entry, ofPort] =
    /^(.+?|\[.+\]):(\d+)$/.exec(entry.startsWith("[") || isIP(entry) === 0 ? entry : "") ?? [];
  if (ofPort !== undefined && Number(ofPort) !== port) return false;
  const domain = name.replace(/^\[|\]$/g, "").replace(/^\*?\./, "");
  return host === domain || (isIP(host) === 0 && host.endsWith(`.${domain}`));
}

function isInRange(entry: string, host: string): boolean {
  const [net = "", bits = ""] = entry.split("/");
  const [ofNet, ofHost] = [isIP(net), isIP(host)];
  const prefix = Number(bits);
  if (ofNet === 0 || ofNet !== ofHost || !/^\d+$/.test(bits) || prefix > (ofNet === 4 ? 32 : 128)) return false;
  const family = ofNet === 4 ? "ipv4" : "ipv6";
  const range = new BlockList();
  range.addSubnet(net, prefix, family);
  return range.check(host, family);
}
