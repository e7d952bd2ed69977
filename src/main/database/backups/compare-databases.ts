import type BetterSqlite3 from "better-sqlite3";
import type { RecordDifference, RestoreLoss } from "../../../shared/backups.ts";
import { keyIdOf } from "../../vault/vault.ts";
import { hasTable } from "../stored-tables.ts";

type Sqlite = BetterSqlite3.Database;
type Row = { readonly [column: string]: unknown };

/** The tables that operators fill, with the columns that tell rows apart and that name them. */
const compared = [
  { what: "organizations", table: "organizations", key: ["id"], name: "name" },
  { what: "people", table: "users", key: ["id"], name: "coalesce(preferred_name, name, email, id)" },
  { what: "memberships", table: "organization_members", key: ["id"], name: "role" },
  { what: "gateways", table: "gateways", key: ["id"], name: "name" },
  { what: "boards", table: "boards", key: ["id"], name: "name" },
  { what: "agents", table: "agents", key: ["id"], name: "name" },
  { what: "chat lines", table: "board_memory", key: ["id"], name: "substr(content, 1, 40)" },
  {
    what: "template variables",
    table: "template_variables",
    key: ["organization_id", "gateway_id", "board_id", "name"],
    name: "name",
  },
  { what: "templates of boards", table: "board_templates", key: ["board_id"], name: "folder" },
  { what: "modes of agents", table: "agent_notes", key: ["agent_id"], name: "coalesce(mode, 'full')" },
  { what: "labels of agents", table: "agent_labels", key: ["agent_id", "label"], name: "label" },
  { what: "labels of boards", table: "board_labels", key: ["board_id", "label"], name: "label" },
  {
    what: "versions of templates",
    table: "template_versions",
    key: ["id"],
    name: "coalesce(nullif(note, ''), recorded_at)",
  },
  { what: "webhooks", table: "notification_sinks", key: ["id"], name: "name" },
  { what: "proxies", table: "network_proxy", key: ["id"], name: "shown" },
  { what: "entries of the bin", table: "bin", key: ["id"], name: "name" },
] as const;

/** Columns that runs and agents change all the time, that are reported separately, or that never change. */
const passing = new Set([
  "last_read",
  "sources",
  "updated_at",
  "status",
  "agent_token_hash",
  "provision_requested_at",
  "provision_action",
  "last_seen_at",
  "last_provision_error",
  "lifecycle_generation",
  "wake_attempts",
  "last_wake_sent_at",
  "checkin_deadline_at",
  "last_delivered_at",
  "failing_since",
  "problem",
  "dropped",
  "sealed_url",
]);

/** What is in a database now and would be lost if another one took its place. Tables and columns that only one has do not count. */
export function compareDatabases(now: Sqlite, then: Sqlite): RestoreLoss {
  const ids = (sqlite: Sqlite, table: string, column: string) => new Set(columnOf(sqlite, table, column));
  const runsThen = ids(then, "runs", "id");
  return {
    records: compared.flatMap((one) => differenceOf(now, then, one) ?? []),
    runs: columnOf(now, "runs", "id").filter((id) => !runsThen.has(id)).length,
    newTokens: newTokens(now, then),
    unwrittenChanges: columnOf(now, "mirror_changes", "row_id").length,
    isSettingsChanged: settingsOf(now) !== settingsOf(then),
  };
}

function differenceOf(now: Sqlite, then: Sqlite, one: (typeof compared)[number]): RecordDifference | null {
  const [rowsNow, rowsThen] = [readRows(now, one), readRows(then, one)];
  const onlyNow = [...rowsNow.keys()].filter((id) => !rowsThen.has(id));
  const onlyThen = [...rowsThen.keys()].filter((id) => !rowsNow.has(id));
  const changed = [...rowsNow.keys()].filter((id) => isChanged(rowsNow.get(id), rowsThen.get(id)));
  if (onlyNow.length + onlyThen.length + changed.length === 0) return null;
  const names = (rows: Map<string, Row>, found: string[]) =>
    found.map((id) => String(rows.get(id)?.[nameColumn] ?? id));
  return {
    what: one.what,
    added: names(rowsNow, onlyNow),
    changed: names(rowsNow, changed),
    deleted: names(rowsThen, onlyThen),
  };
}

const nameColumn = "name of row";

function readRows(sqlite: Sqlite, { table, key, name }: (typeof compared)[number]): Map<string, Row> {
  if (!hasTable({ sqlite }, table)) return new Map();
  const rows = sqlite.prepare<[], Row>(`SELECT *, ${name} AS "${nameColumn}" FROM ${table}`).all();
  return new Map(rows.map((row) => [JSON.stringify(key.map((column) => row[column])), row]));
}

function isChanged(now: Row | undefined, then: Row | undefined): boolean {
  if (!now || !then) return false;
  return Object.keys(now).some(
    (column) => column in then && !passing.has(column) && !isSame(column, now[column], then[column]),
  );
}

/** Tokens that are sealed under different keys cannot be compared, and count as the same. */
function isSame(column: string, now: unknown, then: unknown): boolean {
  if (now === then) return true;
  if (column !== "token") return false;
  const [keyNow, keyThen] = [now, then].map((value) => keyIdOf(String(value)));
  return keyNow !== null && keyThen !== null && keyNow !== keyThen;
}

function newTokens(now: Sqlite, then: Sqlite): string[] {
  const read = (sqlite: Sqlite) =>
    hasTable({ sqlite }, "agents")
      ? sqlite
          .prepare<[], { id: string; name: string; hash: string | null }>(
            "SELECT id, name, agent_token_hash AS hash FROM agents ORDER BY created_at, id",
          )
          .all()
      : [];
  const hashes = new Map(read(then).map(({ id, hash }) => [id, hash]));
  return read(now).flatMap(({ id, name, hash }) => {
    const former = hashes.get(id);
    return hash !== null && former !== undefined && former !== hash ? [name] : [];
  });
}

function settingsOf(sqlite: Sqlite): string {
  if (!hasTable({ sqlite }, "settings")) return "[]";
  const keys =
    "('settings', 'backups.kept', 'notification-kinds', 'template-rules', 'sync-presets', 'versions.learned', 'update-feed')";
  return JSON.stringify(sqlite.prepare(`SELECT key, value FROM settings WHERE key IN ${keys} ORDER BY key`).all());
}

function columnOf(sqlite: Sqlite, table: string, column: string): string[] {
  return hasTable({ sqlite }, table) ? sqlite.prepare<[], string>(`SELECT ${column} FROM ${table}`).pluck().all() : [];
}
