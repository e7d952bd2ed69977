import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { ProxyMode } from "../../shared/network-view.ts";
import type { Vault } from "../vault/vault.ts";
import type { Database } from "./database.ts";
import { networkProxy } from "./schema/network-tables.ts";
import { readSetting, saveSetting } from "./settings.ts";

/** The context that the address of the proxy is sealed for. */
export const proxyContext = "network-proxy";

const key = "network";
const storedSchema = z.object({
  /** Another one after every change. */
  version: z.string().default(""),
  /** Hosts that are reached without a proxy, as in NO_PROXY. */
  exceptions: z.string().default(""),
  /** Authorities that the operator gave, as PEM. */
  authorities: z.array(z.string()).default([]),
});

export type StoredNetwork = z.infer<typeof storedSchema>;

export function readNetwork(db: Database): StoredNetwork {
  return storedSchema.parse(JSON.parse(readSetting(db, key) ?? "{}"));
}

/** Keeps what is given; the rest stays. */
export function saveNetwork(db: Database, change: Partial<Omit<StoredNetwork, "version">>): void {
  const save = db.sqlite.transaction(() =>
    saveSetting(db, key, JSON.stringify({ ...readNetwork(db), ...change, version: randomUUID() })),
  );
  save.immediate();
}

/** What is shown of the proxy that was chosen, without opening the vault. */
export function readProxyOutline(db: Database): { mode: ProxyMode; shown: string | null; hasCredentials: boolean } {
  const row = db.orm.select().from(networkProxy).get();
  if (!row) return { mode: "automatic", shown: null, hasCredentials: false };
  if (row.sealedUrl === "") return { mode: "none", shown: null, hasCredentials: false };
  return { mode: "address", shown: row.shown, hasCredentials: row.hasCredentials };
}

/** The address of the proxy, for the connection only; null if none was chosen. @throws FlightDeckError vault-key */
export function readProxyAddress(db: Database, vault: Vault): string | null {
  const row = db.orm.select().from(networkProxy).get();
  return row?.sealedUrl ? vault.open(row.sealedUrl, proxyContext) : null;
}

export type NewProxy = { url: string; shown: string; hasCredentials: boolean };

/** @param proxy null for no proxy, `automatic` for that of the environment or system */
export function saveProxy(db: Database, vault: Vault, proxy: NewProxy | null | "automatic"): void {
  const save = db.sqlite.transaction(() => {
    db.orm.delete(networkProxy).run();
    if (proxy !== "automatic") {
      const { url, shown, hasCredentials } = proxy ?? { url: "", shown: "", hasCredentials: false };
      const sealedUrl = url === "" ? "" : vault.seal(url, proxyContext);
      db.orm.insert(networkProxy).values({ id: 1, sealedUrl, shown, hasCredentials }).run();
    }
    saveNetwork(db, {});
  });
  save.immediate();
}
