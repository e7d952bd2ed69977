import { z } from "zod";
import { base, returns } from "./contract-base.ts";
import { type NetworkView, proxyModes } from "./network-view.ts";

/** The part of the contract about proxies and authorities. */
export const networkContract = {
  get: base.output(returns<NetworkView>()),
  /** Without an address, the stored one stays. It may hold a password, and is never read back. */
  setProxy: base
    .input(
      z.object({
        mode: z.enum(proxyModes),
        address: z.string().max(2_000).optional(),
        exceptions: z.string().max(10_000),
      }),
    )
    .output(returns<NetworkView>()),
  /** Trusts the authorities whose certificates are in this text, as PEM. */
  addAuthorities: base.input(z.object({ pem: z.string().max(2_000_000) })).output(returns<NetworkView>()),
  removeAuthority: base.input(z.object({ sha256: z.string().max(200) })).output(returns<NetworkView>()),
};
