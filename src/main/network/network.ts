import { type ChosenProxy, chooseProxy, type ProxySetting } from "./choose-proxy.ts";

/** How one installation reaches others. */
export type Network = {
  /**
   * The proxy that leads to an address; null for a direct connection.
   * @param isSecret the address is a secret itself
   * @throws ProxyError proxy-unusable
   */
  proxyTo(url: URL, isSecret?: boolean): Promise<ChosenProxy | null>;
  /** The variables of the environment that name proxies and authorities. */
  env: NodeJS.ProcessEnv;
  /** Another text whenever a setting of it was changed, by any process. */
  version(): string;
};

export type NetworkOptions = {
  /** The setting as it is now. @throws FlightDeckError vault-key */
  readSetting: () => ProxySetting;
  /** What changes whenever a setting does. */
  version: () => string;
  env: NodeJS.ProcessEnv;
  systemProxyOf?: ((url: string) => Promise<string>) | undefined;
};

export function createNetwork({ readSetting, version, env: all, systemProxyOf }: NetworkOptions): Network {
  const env = networkVariables(all);
  return {
    env,
    proxyTo: async (url, isSecret = false) =>
      chooseProxy(url, { setting: readSetting(), env, systemProxyOf: systemProxyOf ?? null, isSecret }),
    version,
  };
}

const variable = /^(https?_proxy|all_proxy|no_proxy|NODE_EXTRA_CA_CERTS)$/i;

/** The others are no part of the network, and one of them may be the data key. */
function networkVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => variable.test(name)));
}

/** Reaches everything without a proxy. */
export const directNetwork: Network = { env: {}, proxyTo: async () => null, version: () => "" };
