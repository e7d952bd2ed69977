import { keyIdOf, sealedStartChars } from "../vault/vault.ts";
import type { Database } from "./database.ts";

/** Every column with sealed values, by its table. */
export const sealedColumns = {
  gateways: "token",
  gateway_device_tokens: "token",
  contents: "sealed",
  workspace_moves: "sealed_files",
  mirror_source: "sealed_url",
  mirror_conflicts: "sealed_secret",
  browser_sessions: "key",
} as const;

/** The ids of the keys that values in the database are sealed under. */
export function readSealingKeyIds(db: Database): Set<string> {
  const starts = Object.entries(sealedColumns).flatMap(([table, column]) =>
    db.sqlite
      .prepare<[], string | null>(
        `SELECT DISTINCT CAST(substr(${column}, 1, ${sealedStartChars}) AS TEXT) FROM ${table}`,
      )
      .pluck()
      .all(),
  );
  return new Set(starts.flatMap((start) => keyIdOf(start ?? "") ?? []));
}
