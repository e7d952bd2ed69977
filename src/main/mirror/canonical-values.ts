import { toTimestamp } from "../../shared/records.ts";
import type { MirroredColumn } from "../database/mirror/mirrored-columns.ts";

/** Turns a secret into what may be kept of it. */
export type HideSecret = (secret: string) => string;

/**
 * A value as PostgreSQL prints it, in the spelling of `ColumnKind`. Null becomes what SQLite needs where it requires a value.
 * @param hide for a secret, which is never returned in clear.
 */
export function fromPostgres(column: MirroredColumn, text: string | null, hide: HideSecret): string | null {
  const { kind, ifNull = null } = column;
  if (text === null) return ifNull;
  switch (kind) {
    case "bool":
      return text === "t" || text === "true" ? "true" : "false";
    case "time":
      return timeOf(text);
    case "uuid":
      return text.toLowerCase();
    case "json":
      // SQLAlchemy writes None as JSON's null.
      return text.trim() === "null" ? ifNull : text;
    case "secret":
      return text.trim() === "" ? null : hide(text.trim());
    default:
      // SQLite does not store unpaired surrogates.
      return text.toWellFormed();
  }
}

/** Sorting by text is sorting by time, even outside the years 1 to 9999 and for PostgreSQL's infinity. */
function timeOf(text: string): string {
  if (text === "infinity" || text === "-infinity") return text;
  return toTimestamp(text) ?? (/BC$/.test(text) ? "-infinity" : "infinity");
}

/** A value as SQLite returns it, in the same spelling. */
export function fromSqlite({ kind }: MirroredColumn, value: unknown, hide: HideSecret): string | null {
  if (value === null || value === undefined) return null;
  if (kind === "bool") return Number(value) === 1 ? "true" : "false";
  return kind === "secret" ? hide(String(value)) : String(value);
}

/** The value to store in SQLite; a secret is stored by other means. */
export function toSqlite({ kind, ifNull }: MirroredColumn, value: string | null): string | number | bigint | null {
  const text = value ?? ifNull ?? null;
  if (text === null) return null;
  if (kind === "bool") return text === "true" ? 1 : 0;
  return kind === "int" ? BigInt(text) : text;
}
