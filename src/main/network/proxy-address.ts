import { rememberSecret } from "../vault/known-secrets.ts";
import { type EndpointParts, endpointPartsOf } from "./endpoint-parts.ts";
import { ProxyError } from "./proxy-error.ts";

/** Where an HTTP proxy is. `authorization` is a secret: for the connection only. */
export type ProxyAddress = EndpointParts & {
  /** The value of Proxy-Authorization; null without a user. */
  authorization: string | null;
  /** Host and port: all that is ever shown of it. */
  shown: string;
};

/**
 * Reads the address of a proxy as people write it: `http://user:password@proxy.example.com:3128`, or without its scheme.
 * @throws ProxyError; it never repeats the address, which may hold a password
 */
export function parseProxyAddress(text: string): ProxyAddress {
  const trimmed = text.trim();
  const withScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  if (!URL.canParse(withScheme)) throw unusable("its address cannot be read");
  const url = new URL(withScheme);
  if (/^socks/.test(url.protocol)) throw unusable("it is a SOCKS proxy, and Flight Deck speaks to HTTP proxies only");
  if (url.protocol !== "http:" && url.protocol !== "https:") throw unusable("its address does not begin with http://");
  if (!/^\/?$/.test(url.pathname) || url.search !== "" || url.hash !== "")
    throw unusable("its address has more than a host and a port");
  const parts = endpointPartsOf(url);
  return { ...parts, authorization: authorizationOf(url), shown: `${url.hostname}:${parts.port}` };
}

function unusable(why: string): ProxyError {
  return new ProxyError("proxy-unusable", `the proxy cannot be used: ${why}`);
}

function authorizationOf({ username, password }: URL): string | null {
  if (username === "" && password === "") return null;
  const [user, secret] = [decode(username), decode(password)];
  rememberSecret(secret);
  const basic = Buffer.from(`${user}:${secret}`).toString("base64");
  rememberSecret(`${user}:${secret}`);
  return `Basic ${basic}`;
}

/** A text with a stray percent sign was not encoded. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
