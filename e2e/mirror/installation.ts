import { type Database, openDatabase } from "../../src/main/database/open-database.ts";
import { MirrorPulls } from "../../src/main/mirror/mirror-pulls.ts";
import { type MirrorServices, setMirror } from "../../src/main/operations/change-mirror.ts";
import { createVault } from "../../src/main/vault/vault.ts";
import type { MirrorPullReport } from "../../src/shared/mirror.ts";
import type { Row } from "./mission-control.ts";

/** The records of an installation, without a host. */
export type Installation = MirrorServices & {
  query(sql: string, ...values: unknown[]): Row[];
  /** Pulls, and returns what changed: lines such as `agents changed Ada (name)`. */
  pull(options?: { full?: boolean }): Promise<string[]>;
  setSource(url: string): Promise<void>;
  close(): void;
};

export const testVault = createVault(Buffer.alloc(32, 7));

export function openInstallation(dataDir?: string): Installation {
  const database: Database = openDatabase(dataDir === undefined ? { inMemory: true } : { dataDir });
  const services = { database, vault: testVault, mirror: new MirrorPulls({ database, vault: testVault }) };
  return {
    ...services,
    query: (sql, ...values) => database.sqlite.prepare<unknown[], Row>(sql).all(...values),
    async pull(options) {
      return linesOf(await services.mirror.pull(options));
    },
    async setSource(url) {
      const { check } = await setMirror(services, { url, tls: null, caPem: null });
      if (!check.ok) throw new Error(`the source was refused: ${JSON.stringify(check.stages)}`);
    },
    close: () => database.close(),
  };
}

export function linesOf({ changes }: MirrorPullReport): string[] {
  return changes.map(({ table, kind, name, columns, reason }) =>
    [
      `${table} ${kind} ${name}`,
      columns.length > 0 ? ` (${columns.join(", ")})` : "",
      reason ? `: ${reason}` : "",
    ].join(""),
  );
}
