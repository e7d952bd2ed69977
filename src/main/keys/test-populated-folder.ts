import { expect } from "vitest";
import { moveToBin } from "../database/bin/bin-entries.ts";
import { addBrowserSession, findBrowserSession } from "../database/browser-sessions.ts";
import { readContent, storeContent } from "../database/contents.ts";
import { readDeviceToken, saveDeviceToken } from "../database/device-tokens.ts";
import { deleteGateway, readGatewayToken, updateGateway } from "../database/gateways.ts";
import { readMirrorSource, saveMirrorSource } from "../database/mirror/mirror-source.ts";
import { readProxyAddress, saveProxy } from "../database/network-settings.ts";
import { insertSink, readSinkUrl } from "../database/notifications/notification-sinks.ts";
import type { Database } from "../database/open-database.ts";
import { sealedColumns } from "../database/sealed-values.ts";
import { addAgent, addGateway, addOrganization } from "../database/test-fleet.ts";
import { openMove, readMoves, saveMoves } from "../database/workspace-moves.ts";
import { loadDeviceIdentity } from "../gateway/device-identity.ts";
import { keyIdOf, type Vault } from "../vault/vault.ts";

const url = "ws://127.0.0.1:18789";
const gatewayToken = "the-token-of-the-gateway";

/** Puts a value into every sealed column and the device identity. @returns checks that this vault opens each of them */
export function populateFolder(database: Database, dataDir: string, vault: Vault): (now: Vault) => void {
  addOrganization(database);
  const gatewayId = addGateway(database, { url });
  updateGateway(database, vault, gatewayId, { token: gatewayToken });
  saveDeviceToken(database, vault, gatewayId, { token: "the-device-token", scopes: [], url });
  const sha256 = storeContent(database, vault, "what a file held");
  const agentId = addAgent(database, { gatewayId });
  const files = new Map([["MEMORY.md", "what an agent remembers"]]);
  saveMoves(database, vault, [{ agentId, gatewayId, from: "/a", to: "/b", carries: [], files }]);
  const check = { isReadOnly: false } as Parameters<typeof saveMirrorSource>[2]["check"];
  const source = { url: "postgres://me:secret@host/db", tls: "off", caPem: null, pollSeconds: 60 } as const;
  saveMirrorSource(database, vault, { ...source, writeBack: true, check });
  const kept = database.sqlite.prepare(
    `INSERT INTO mirror_conflicts (table_name, row_id, column_name, sealed_secret, seen_at)
     VALUES ('gateways', 'deleted', '*', ?, '')`,
  );
  kept.run(vault.seal("of-a-deleted-gateway", "gateway-token:deleted"));
  const binned = addGateway(database, { url, name: "Deleted" });
  updateGateway(database, vault, binned, { token: "the-token-of-a-deleted-gateway" });
  const roots = [{ table: "gateways", ids: [binned] }];
  const binId = moveToBin(database, { kind: "gateway", recordId: binned, name: "Deleted", place: null, roots });
  deleteGateway(database, binned);
  const { cookie } = addBrowserSession(database, vault, 80, "Firefox");
  const address = { url: "https://hooks.example/a-secret-path", host: "https://hooks.example" };
  const sinkId = insertSink(database, vault, { name: "Team", form: "json", address });
  saveProxy(database, vault, {
    url: "http://me:secret@proxy.example:3128",
    shown: "proxy.example:3128",
    hasCredentials: true,
  });
  const { deviceId } = loadDeviceIdentity(dataDir, vault);
  return (now) => {
    expect(readGatewayToken(database, now, gatewayId)).toBe(gatewayToken);
    expect(readDeviceToken(database, now, gatewayId, url)?.token).toBe("the-device-token");
    expect(readContent(database, now, sha256)).toBe("what a file held");
    const [move] = readMoves(database, [agentId]).values();
    expect(move && openMove(now, move).files).toEqual(files);
    expect(readMirrorSource(database, now)?.url).toBe("postgres://me:secret@host/db");
    const [secret = ""] = database.sqlite
      .prepare<[], string>("SELECT sealed_secret FROM mirror_conflicts")
      .pluck()
      .all();
    expect(now.open(secret, "gateway-token:deleted")).toBe("of-a-deleted-gateway");
    const kept = database.sqlite.prepare<[string], string>("SELECT sealed FROM bin_secrets WHERE bin_id = ?").pluck();
    expect(now.open(kept.get(binId) ?? "", `gateway-token:${binned}`)).toBe("the-token-of-a-deleted-gateway");
    expect(findBrowserSession(database, now, cookie, 80)).not.toBeNull();
    expect(readSinkUrl(database, now, sinkId)).toBe(address.url);
    expect(readProxyAddress(database, now)).toBe("http://me:secret@proxy.example:3128");
    expect(loadDeviceIdentity(dataDir, now).deviceId).toBe(deviceId);
  };
}

/** Every column of the database that holds sealed values, with the ids of their keys. */
export function sealedByColumn({ sqlite }: Database): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const columns = sqlite
    .prepare<[], { table: string; column: string }>(
      `SELECT m.name AS "table", c.name AS "column" FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
       WHERE m.type = 'table'`,
    )
    .all();
  for (const { table, column } of columns) {
    const values = sqlite.prepare<[], unknown>(`SELECT "${column}" FROM "${table}"`).pluck().all();
    const ids = values.flatMap(
      (value) => keyIdOf(Buffer.isBuffer(value) ? value.toString("latin1") : String(value)) ?? [],
    );
    if (ids.length > 0) found.set(`${table}.${column}`, new Set(ids));
  }
  return found;
}

export const knownColumns = sealedColumns.map(({ table, column }) => `${table}.${column}`).sort();
