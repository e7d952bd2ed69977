/** `automatic`: that of the environment, or in the desktop that of the system. */
export const proxyModes = ["automatic", "none", "address"] as const;
export type ProxyMode = (typeof proxyModes)[number];

/** Who named a proxy. */
export type ProxySource = "setting" | "environment" | "system";

/** An authority whose certificates are trusted because the operator gave its own. */
export type TrustedAuthority = {
  /** The SHA-256 fingerprint of its certificate. */
  sha256: string;
  subject: string;
  validTo: string;
  isExpired: boolean;
};

/** The file that NODE_EXTRA_CA_CERTS names. Its path is not part of it. */
export type ExtraAuthorities = { certificates: number; problem: string | null };

/** How this installation reaches others, without secrets. */
export type NetworkView = {
  mode: ProxyMode;
  /** The proxy of the setting, without user and password; null if none is set. */
  proxy: string | null;
  hasCredentials: boolean;
  /** Hosts that are reached without the proxy, as in NO_PROXY. */
  exceptions: string;
  /** The proxies that the environment names, without user and password. */
  environment: string[];
  authorities: TrustedAuthority[];
  /** Null if NODE_EXTRA_CA_CERTS is not set. */
  extra: ExtraAuthorities | null;
};

/** Whose authority has vouched for a certificate. */
export type Voucher = "own" | "extra" | "built-in" | "system";

/** Whose authority has vouched for a certificate, as the end of a phrase. */
export const voucherWords: Record<Voucher, string> = {
  own: "an authority that was given in the settings",
  extra: "an authority of NODE_EXTRA_CA_CERTS",
  "built-in": "a public authority",
  system: "an authority of this system",
};

/** Who named the proxy, as the end of a phrase. */
export const proxySourceWords: Record<ProxySource, string> = {
  setting: "(from Settings)",
  environment: "(from the environment)",
  system: "(from the system)",
};
