import type { Database } from "../database.ts";
import { eq } from "../drizzle.ts";
import { saveGatewayCheck } from "../gateway-checks.ts";
import { saveGatewayLabel } from "../gateway-labels.ts";
import { forgetRowConflict } from "../mirror/outbox.ts";
import { moveAgentsWithBoards } from "../move-agents-with-boards.ts";
import { binSecrets } from "../schema/bin-tables.ts";
import { sealedColumns } from "../sealed-values.ts";
import { type BinContent, rowsIn, type StoredRow } from "./bin-content.ts";
import type { BinRow } from "./bin-entries.ts";
import { secretId } from "./bin-secrets.ts";

/** Tables whose rows are all that is left of an agent that was deleted on its gateway too. */
const ofRecords = ["agents", "agent_notes", "agent_labels"];

/** A new agent's columns: its token and its files are gone. */
const asNew: StoredRow = { agent_token_hash: null, status: "provisioning" };

/** What an entry of the bin brings back as things are now. */
export function contentToRestore(db: Database, { onGateway, content }: BinRow): BinContent {
  const isGone = onGateway === "deleted";
  const tables = content.tables
    .filter(({ table }) => !isGone || ofRecords.includes(table))
    .map(({ table, rows }) => {
      if (table === "organization_members") return { table, rows: rows.map((row) => besideOwner(db, row)) };
      if (table !== "agents") return { table, rows };
      return { table, rows: rows.map((row) => ({ ...placed(db, content, row), ...(isGone ? asNew : {}) })) };
    });
  return { ...content, tables };
}

/** A former owner comes back as a member if there is another owner now. */
function besideOwner(db: Database, row: StoredRow): StoredRow {
  const owner = db.sqlite
    .prepare("SELECT 1 FROM organization_members WHERE organization_id = ? AND role = 'owner'")
    .get(row.organization_id);
  return row.role === "owner" && owner ? { ...row, role: "member" } : row;
}

/** An agent whose gateway is gone comes back on the one that its board is on now. */
function placed(db: Database, content: BinContent, row: StoredRow): StoredRow {
  const exists = db.sqlite.prepare("SELECT 1 FROM gateways WHERE id = ?").get(row.gateway_id);
  if (exists || rowsIn(content, "gateways").some(({ id }) => id === row.gateway_id)) return row;
  const home = db.sqlite
    .prepare<[unknown], string | null>("SELECT gateway_id FROM boards WHERE id = ?")
    .pluck()
    .get(row.board_id);
  return home ? { ...row, gateway_id: home } : row;
}

export type PutBack = {
  /** Gateways that come back without their token. */
  lostTokens: string[];
  /** Boards that have another gateway now. */
  elsewhere: string[];
  moved: string[];
};

/** Writes the rows of an entry, in the transaction of the caller and after `findConflicts` found none. */
export function putBack(db: Database, { id: binId }: BinRow, content: BinContent): PutBack {
  const { sqlite } = db;
  // Rows may refer to later ones.
  sqlite.pragma("defer_foreign_keys = ON");
  const result: PutBack = { lostTokens: [], elsewhere: [], moved: [] };
  for (const { table, rows } of content.tables) {
    for (const row of rows) {
      const whole = withSecret(db, binId, table, row, result);
      if (whole) insertRow(db, table, whole);
      forgetRowConflict(db, { table, id: String(row.id) });
    }
  }
  for (const { table, id, column, value } of content.detached) {
    const { changes } = sqlite
      .prepare(`UPDATE ${table} SET "${column}" = ? WHERE id = ? AND "${column}" IS NULL`)
      .run(value, id);
    const other = sqlite.prepare<[string], string>(`SELECT name FROM ${table} WHERE id = ?`).pluck().get(id);
    if (changes === 0 && other !== undefined) result.elsewhere.push(other);
  }
  const boardIds = rowsIn(content, "agents").flatMap(({ board_id: boardId }) => (boardId ? [String(boardId)] : []));
  result.moved = moveAgentsWithBoards(db, [...new Set(boardIds)]).map(({ name }) => name);
  const [gateway] = rowsIn(content, "gateways");
  if (gateway && content.label) saveGatewayLabel(db, String(gateway.id), content.label);
  if (gateway && content.checkEveryMinutes) saveGatewayCheck(db, String(gateway.id), content.checkEveryMinutes);
  return result;
}

/** The row with its sealed value; null if the row is nothing without it and it is lost. */
function withSecret(db: Database, binId: string, table: string, row: StoredRow, result: PutBack): StoredRow | null {
  const sealedColumn = sealedColumns.find((column) => column.table === table);
  if (!sealedColumn || row[sealedColumn.column] !== "") return row;
  const id = secretId(binId, table, String(row[sealedColumn.idColumn]));
  const kept = db.orm.select({ sealed: binSecrets.sealed }).from(binSecrets).where(eq(binSecrets.id, id)).get();
  if (kept) return { ...row, [sealedColumn.column]: kept.sealed };
  if (table !== "gateways") return null;
  result.lostTokens.push(String(row.name));
  return { ...row, token: null };
}

/** Triggers may have written the row that belongs to another one already. */
function insertRow(db: Database, table: string, row: StoredRow): void {
  const columns = Object.keys(row);
  db.sqlite
    .prepare(
      `INSERT OR REPLACE INTO ${table} (${columns.map((name) => `"${name}"`).join(", ")})
       VALUES (${columns.map(() => "?").join(", ")})`,
    )
    .run(Object.values(row));
}
