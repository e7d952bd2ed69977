import { hash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { nowTimestamp } from "../../shared/records.ts";
import type { Vault } from "../vault/vault.ts";
import type { Database } from "./database.ts";
import { eq, sql } from "./drizzle.ts";
import { prepareOnce } from "./prepare-once.ts";
import { contents } from "./schema/content-tables.ts";

/** The context that a kept text is sealed for. */
export function contentContext(sha256: string): string {
  return `content:${sha256}`;
}

/**
 * Keeps a text, compressed and sealed, unless it is already kept.
 * @param maskedText without any token: the caller removes them.
 * @returns the SHA-256 to find it by.
 */
export function storeContent(db: Database, vault: Vault, maskedText: string): string {
  const sha256 = hash("sha256", maskedText);
  const kept = prepareOnce<{ sha256: string }>(
    db,
    "SELECT 1 FROM contents WHERE sha256 = :sha256 AND length(sealed) > 0",
  );
  if (kept.get({ sha256 })) return sha256;
  const plain = Buffer.from(maskedText, "utf8");
  const sealed = vault.sealBytes(deflateRawSync(plain), contentContext(sha256));
  db.orm
    .insert(contents)
    .values({ sha256, sealed, sizeBytes: plain.length, storedAt: nowTimestamp() })
    .onConflictDoUpdate({ target: contents.sha256, set: { sealed }, setWhere: sql`length(${contents.sealed}) = 0` })
    .run();
  return sha256;
}

/**
 * The text; undefined if it was never kept, or was lost with its key.
 * @throws FlightDeckError `vault-key` when it was sealed under another key, or altered.
 */
export function readContent(db: Database, vault: Vault, sha256: string): string | undefined {
  const row = db.orm.select({ sealed: contents.sealed }).from(contents).where(eq(contents.sha256, sha256)).get();
  if (!row || row.sealed.length === 0) return undefined;
  return inflateRawSync(vault.openBytes(row.sealed, contentContext(sha256))).toString("utf8");
}
