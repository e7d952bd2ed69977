/** Where to connect to, in the form that node:net and node:tls take. */
export type EndpointParts = {
  host: string;
  port: number;
  /** The name to ask a TLS server for; null for an IP address, which has none. */
  servername: string | null;
};

export function endpointPartsOf({ hostname, port, protocol }: URL): EndpointParts {
  const host = hostname.replace(/^\[|\]$/g, "");
  const isName = !/^[\d.]+$|:/.test(host);
  return { host, port: Number(port || (protocol === "wss:" ? 443 : 80)), servername: isName ? host : null };
}
