import { hash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Vault } from "../vault/vault.ts";
import type { Database } from "./database.ts";
import { prepareOnce } from "./prepare-once.ts";

/** The context that a kept text is sealed for. */
export function contentContext(sha256: string): string {
  return `content:${sha256}`;
}

/** More than that of its size, and a text is compressed by itself. */
const mostOfSize = 1 / 8;

/**
 * Keeps a text, compressed and sealed, unless it is already kept. Within a transaction.
 * @param maskedText without any token: the caller removes them.
 * @param similarSha256 a kept text that has much in common with it, if there is one: what they share takes no space.
 * @returns the SHA-256 to find it by.
 */
export function storeContent(db: Database, vault: Vault, maskedText: string, similarSha256?: string): string {
  const sha256 = hash("sha256", maskedText);
  if ((findRow(db, sha256)?.sealed.length ?? 0) > 0) return sha256;
  const plain = Buffer.from(maskedText, "utf8");
  const { compressed, baseId } = compress(plain, similarSha256 === undefined ? null : baseOf(db, vault, similarSha256));
  const save = prepareOnce<{ sha256: string; baseId: number | null; sealed: Buffer; sizeBytes: number }>(
    db,
    `
    INSERT INTO contents (sha256, base_id, sealed, size_bytes) VALUES (:sha256, :baseId, :sealed, :sizeBytes)
    ON CONFLICT (sha256) DO UPDATE SET sealed = excluded.sealed, base_id = excluded.base_id
  `,
  );
  const sealed = vault.sealBytes(compressed, contentContext(sha256));
  save.run({ sha256, baseId, sealed, sizeBytes: plain.length });
  return sha256;
}

/**
 * The text; undefined if it was never kept, or was lost with its key.
 * @throws FlightDeckError `vault-key` when it was sealed under another key, or altered.
 */
export function readContent(db: Database, vault: Vault, sha256: string): string | undefined {
  const row = findRow(db, sha256);
  return row && readRow(db, vault, row)?.toString("utf8");
}

type Row = { id: number; sha256: string; baseId: number | null; sealed: Buffer };

function findRow(db: Database, sha256: string): Row | undefined {
  const select = prepareOnce<{ sha256: string }, Row>(
    db,
    "SELECT id, sha256, base_id AS baseId, sealed FROM contents WHERE sha256 = :sha256",
  );
  return select.get({ sha256 });
}

function findRowById(db: Database, id: number): Row | undefined {
  const select = prepareOnce<{ id: number }, Row>(
    db,
    "SELECT id, sha256, base_id AS baseId, sealed FROM contents WHERE id = :id",
  );
  return select.get({ id });
}

function readRow(db: Database, vault: Vault, { sha256, baseId, sealed }: Row): Buffer | undefined {
  if (sealed.length === 0) return undefined;
  const base = baseId === null ? undefined : findRowById(db, baseId);
  const dictionary = base && readRow(db, vault, base);
  if (baseId !== null && dictionary === undefined) return undefined;
  const compressed = vault.openBytes(sealed, contentContext(sha256));
  return inflateRawSync(compressed, dictionary ? { dictionary } : {});
}

type Base = { id: number; text: Buffer };

/** The text itself, or the one that it was compressed with. */
function baseOf(db: Database, vault: Vault, similarSha256: string): Base | null {
  const similar = findRow(db, similarSha256);
  const row = similar && similar.baseId !== null ? findRowById(db, similar.baseId) : similar;
  const text = row && readRow(db, vault, row);
  return row && text ? { id: row.id, text } : null;
}

function compress(plain: Buffer, base: Base | null): { compressed: Buffer; baseId: number | null } {
  if (base !== null && base.text.length > 0) {
    const compressed = deflateRawSync(plain, { dictionary: base.text });
    if (compressed.length <= plain.length * mostOfSize) return { compressed, baseId: base.id };
  }
  return { compressed: deflateRawSync(plain), baseId: null };
}
