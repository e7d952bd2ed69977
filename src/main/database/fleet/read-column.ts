import { readNestedJson } from "../../../shared/read-nested-json.ts";
import type { FleetTable } from "./fleet-tables.ts";

const yes = new Set(["t", "true", "yes", "y", "on", "1"]);
const no = new Set(["f", "false", "no", "n", "off", "0"]);

/**
 * A value as its column takes it, from the forms in which PostgreSQL's tools write it: booleans as `t`, numbers and JSON as
 * text. Null means "not given" where the column has a default. Any other value is returned as it is, for the schema to refuse.
 */
export function readColumn({ kinds, defaults }: FleetTable, key: string, value: unknown): unknown {
  if (value === null) return defaults.has(key) ? undefined : null;
  const kind = kinds.get(key);
  if (kind === "boolean") return readFlag(value);
  if (kind === "number" && typeof value === "string" && /^\s*-?\d+\s*$/.test(value)) return Number(value);
  if (kind === "json" && typeof value === "string") return readJsonText(value);
  return value;
}

function readFlag(value: unknown): unknown {
  const word = String(value).trim().toLowerCase();
  if (typeof value !== "string" && typeof value !== "number") return value;
  if (yes.has(word)) return true;
  return no.has(word) ? false : value;
}

function readJsonText(text: string): unknown {
  try {
    return readNestedJson(text);
  } catch {
    return text;
  }
}
