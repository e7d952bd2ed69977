import { isIP } from "node:net";

/** Where an address leads to, in the form that node:net and node:tls take. */
export type EndpointParts = {
  isTls: boolean;
  host: string;
  port: number;
  /** The name to ask a TLS server for; null for an IP address, which has none. */
  servername: string | null;
};

/** Reads an address of a gateway, a website or a proxy. Pure. */
export function endpointPartsOf({
  hostname,
  port,
  protocol,
}: Pick<URL, "hostname" | "port" | "protocol">): EndpointParts {
  const isTls = protocol === "wss:" || protocol === "https:";
  const host = hostname.replace(/^\[|\]$/g, "");
  return { isTls, host, port: Number(port || (isTls ? 443 : 80)), servername: isIP(host) === 0 ? host : null };
}
