import type { Database } from "../open-database.ts";
import { prepareOnce } from "../prepare-once.ts";
import type { MirroredTable } from "./mirrored-columns.ts";

/** A row by column name, as SQLite stores it. */
export type StoredRow = Record<string, string | number | bigint | null>;

/** The mirrored columns of these rows, by id; rows that are not here are missing. */
export function readLocalRows(db: Database, table: MirroredTable, ids: readonly string[]): Map<string, StoredRow> {
  const names = table.columns.map(({ name }) => name).join(", ");
  const statement = prepareOnce<{ ids: string }, StoredRow>(
    db,
    `SELECT ${names} FROM ${table.name} WHERE id IN (SELECT value FROM json_each(:ids))`,
  );
  return new Map(statement.all({ ids: JSON.stringify(ids) }).map((row) => [String(row.id), row]));
}

/** @throws SQLite's error if the row breaks a rule of the table; nothing is written then. */
export function insertLocalRow(db: Database, table: MirroredTable, row: StoredRow): void {
  const names = Object.keys(row);
  const places = names.map((name) => `:${name}`);
  prepareOnce<StoredRow>(db, `INSERT INTO ${table.name} (${names.join(", ")}) VALUES (${places.join(", ")})`).run(row);
}

/** Changes the given columns. @throws as `insertLocalRow` */
export function updateLocalRow(db: Database, table: MirroredTable, id: string, changes: StoredRow): void {
  const assignments = Object.keys(changes).map((name) => `${name} = :${name}`);
  if (assignments.length === 0) return;
  prepareOnce<StoredRow>(db, `UPDATE ${table.name} SET ${assignments.join(", ")} WHERE id = :id`).run({
    ...changes,
    id,
  });
}

export function deleteLocalRow(db: Database, table: MirroredTable, id: string): void {
  prepareOnce<{ id: string }>(db, `DELETE FROM ${table.name} WHERE id = :id`).run({ id });
}

/** The agents that a board or gateway takes along when it is deleted. */
export function listAgentsBelow(
  db: Database,
  table: "boards" | "gateways",
  id: string,
): { id: string; name: string; gatewayId: string }[] {
  const column = table === "boards" ? "board_id" : "gateway_id";
  return prepareOnce<{ id: string }, { id: string; name: string; gatewayId: string }>(
    db,
    `SELECT id, name, gateway_id AS gatewayId FROM agents WHERE ${column} = :id`,
  ).all({ id });
}

/** The gateways with a run in progress, in any process. */
export function listBusyGateways(db: Database): Set<string> {
  const select = db.sqlite.prepare<[], string>("SELECT gateway_id FROM runs WHERE status = 'running'");
  return new Set(select.pluck().all());
}

/** Whether a row refers to rows that are not here: the first such column with the id. */
export function findMissingReference(
  db: Database,
  { references }: MirroredTable,
  row: StoredRow,
): { table: string; id: string } | undefined {
  for (const { column, table } of references) {
    const id = row[column];
    if (id === null || id === undefined) continue;
    const exists = prepareOnce<{ id: string }>(db, `SELECT 1 FROM ${table} WHERE id = :id`).get({ id: String(id) });
    if (exists === undefined) return { table, id: String(id) };
  }
  return undefined;
}

/** The agents whose token was verified on the gateway against the hash that their record has. */
export function listAgentsWithVerifiedHash(db: Database, ids: readonly string[]): Set<string> {
  const statement = prepareOnce<{ ids: string }, { id: string }>(
    db,
    `SELECT id FROM agents JOIN agent_token_state AS state ON state.agent_id = id
     WHERE state.verified_hash = agent_token_hash AND id IN (SELECT value FROM json_each(:ids))`,
  );
  return new Set(statement.all({ ids: JSON.stringify(ids) }).map(({ id }) => id));
}
