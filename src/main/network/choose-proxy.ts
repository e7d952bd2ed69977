import type { ProxyMode, ProxySource } from "../../shared/network-view.ts";
import { endpointPartsOf } from "./endpoint-parts.ts";
import { isExempt } from "./is-exempt.ts";
import { type ProxyAddress, parseProxyAddress } from "./proxy-address.ts";
import { ProxyError } from "./proxy-error.ts";

export type ProxySetting = {
  mode: ProxyMode;
  /** The address of the setting, which may hold a password; null unless the mode is `address`. */
  address: string | null;
  exceptions: string;
};

export type ChosenProxy = { address: ProxyAddress; source: ProxySource };

export type ProxyChoice = {
  setting: ProxySetting;
  env: NodeJS.ProcessEnv;
  /** What the system says of an address, as a PAC file does; null in hosts that cannot ask it. */
  systemProxyOf: ((url: string) => Promise<string>) | null;
  /** The address is a secret itself, as that of a webhook. */
  isSecret?: boolean;
};

/**
 * The proxy that leads to an address: that of the setting, else that of the environment, else that of the system. Where a secret
 * would pass it in clear, only that of the setting: such hosts are in a network that the others know nothing of.
 * @returns null for a direct connection
 * @throws ProxyError proxy-unusable
 */
export async function chooseProxy(url: URL, choice: ProxyChoice): Promise<ChosenProxy | null> {
  const { setting, env, systemProxyOf, isSecret = false } = choice;
  const exceptions = `${setting.exceptions},${named(env, "no_proxy") ?? ""}`;
  if (setting.mode === "none" || isExempt(url, exceptions)) return null;
  if (setting.address !== null) return { address: parseProxyAddress(setting.address), source: "setting" };
  if (url.protocol === "ws:" || (url.protocol === "http:" && isSecret)) return null;
  const ofEnvironment = environmentProxy(url, env);
  if (ofEnvironment !== null) return { address: parseProxyAddress(ofEnvironment), source: "environment" };
  const ofSystem = systemProxyOf === null ? null : proxyInPac(await systemProxyOf(asHttp(url)));
  return ofSystem === null ? null : { address: parseProxyAddress(ofSystem), source: "system" };
}

/** The proxies that the environment names, without user and password. */
export function environmentProxies(env: NodeJS.ProcessEnv): string[] {
  const texts = ["https_proxy", "http_proxy", "all_proxy"].flatMap((name) => named(env, name) ?? []);
  return [...new Set(texts.map(shownOf))];
}

function shownOf(text: string): string {
  try {
    return parseProxyAddress(text).shown;
  } catch (error) {
    return error instanceof ProxyError ? error.message : "an address that cannot be read";
  }
}

function environmentProxy(url: URL, env: NodeJS.ProcessEnv): string | null {
  return named(env, endpointPartsOf(url).isTls ? "https_proxy" : "http_proxy") ?? named(env, "all_proxy");
}

/** A variable in small or capital letters, as other programs read it. */
function named(env: NodeJS.ProcessEnv, name: string): string | null {
  return env[name]?.trim() || env[name.toUpperCase()]?.trim() || null;
}

/** The system knows addresses of the web, and no others. */
function asHttp(url: URL): string {
  return `${endpointPartsOf(url).isTls ? "https" : "http"}://${url.host}/`;
}

/**
 * The first entry of an answer such as `PROXY proxy.example.com:3128; DIRECT` that can be used.
 * @returns null for a direct connection
 * @throws ProxyError proxy-unusable if there are SOCKS proxies only
 */
export function proxyInPac(answer: string): string | null {
  const entries = answer.split(";").map((entry) => entry.trim().split(/\s+/));
  for (const [kind = "", place = ""] of entries) {
    if (/^direct$/i.test(kind)) return null;
    if (/^proxy$|^http$/i.test(kind)) return `http://${place}`;
    if (/^https$/i.test(kind)) return `https://${place}`;
  }
  const socks = entries.find(([kind = ""]) => /^socks/i.test(kind));
  return socks ? `socks://${socks[1] ?? ""}` : null;
}
