import {
  readMirrorChanges,
  readMirrorRows,
  readSent,
  saveMirrorRow,
  saveSent,
} from "../../database/mirror/mirror-rows.ts";
import { readConflicts } from "../../database/mirror/outbox.ts";
import type { RowValues } from "../../database/mirror/row-values.ts";
import { readLocalValues } from "../local-values.ts";
import { withArrived } from "../merge-row.ts";
import { nameOf } from "../pull/name-of.ts";
import { sourceErrorCode } from "../source/explain-source-error.ts";
import type { SourceTable } from "../source/read-source-schema.ts";
import { clearValues } from "./clear-values.ts";
import { decideRow } from "./decide-row.ts";
import type { ExchangeWork } from "./exchange-work.ts";
import { explainRefusal } from "./explain-refusal.ts";
import type { MergedRow } from "./merged-row.ts";
import { beginWriting, deleteRows, insertRows, lockRows, type RemoteRow, updateRows } from "./remote-rows.ts";
import { settleRows } from "./settle-rows.ts";

const rowsPerTransaction = 200;

/**
 * Makes rows of a table equal on both sides by exchanging changes: locks them in PostgreSQL, merges column by column, writes
 * there, and then here. May be cut off at any point: what was written there counts as the same when the row is merged again. A
 * row that PostgreSQL refuses is reported, and does not keep the others back.
 * @throws what `pg` throws when the connection is lost or the transaction cannot be carried out
 */
export async function exchangeRows(work: ExchangeWork, source: SourceTable, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += rowsPerTransaction) {
    await exchangeTogether(work, source, ids.slice(from, from + rowsPerTransaction));
  }
}

/** If a row is refused, the transaction is repeated with fewer rows, until the refused ones are found. */
async function exchangeTogether(work: ExchangeWork, source: SourceTable, ids: readonly string[]): Promise<void> {
  // Of an earlier push that was cut off: it may have arrived.
  const before = readSent(work.database, source.table.name, ids);
  try {
    await exchangeOnce(work, source, ids);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await work.client.query("ROLLBACK");
    for (const id of ids) saveSent(work.database, { table: source.table.name, id }, before.get(id) ?? null);
    const half = Math.ceil(ids.length / 2);
    if (ids.length > 1) {
      await exchangeTogether(work, source, ids.slice(0, half));
      await exchangeTogether(work, source, ids.slice(half));
      return;
    }
    const [id = ""] = ids;
    const local = readLocalValues(work.database, work.vault, source.table, ids).get(id);
    const name = local ? nameOf(source.table, local) : "";
    work.onRefused({ table: source.table.name, id, name, side: "there", reason: explainRefusal(error) });
  }
}

async function exchangeOnce(work: ExchangeWork, source: SourceTable, ids: readonly string[]): Promise<void> {
  const { client, vault } = work;
  await beginWriting(client);
  const remotes = await lockRows(client, vault, source, ids);
  const rows = merge(work, source, ids, remotes);
  noteSent(work, source, rows);
  const clear = (id: string, values: RowValues) => ({ id, values: clearValues(work, source.table, id, values) });
  const inserts = rows.flatMap(({ id, decision }) =>
    decision.kind === "insert-there" ? [clear(id, valuesToAdd(source, decision.values))] : [],
  );
  const updates = rows.flatMap(({ id, decision }) =>
    decision.kind === "update" && Object.keys(decision.push).length > 0 ? [clear(id, decision.push)] : [],
  );
  const deletions = rows.filter(({ decision }) => decision.kind === "delete-there").map(({ id }) => id);
  const added = await insertRows(client, vault, source, inserts);
  const changed = await updateRows(client, vault, source, updates);
  await deleteRows(client, source, deletions);
  await client.query("COMMIT");
  for (const row of rows) row.written = added.get(row.id) ?? changed.get(row.id);
  settleRows(work, source, rows);
  const { onPushed } = work;
  for (const _ of added) onPushed(source.table.name, "added");
  for (const _ of changed) onPushed(source.table.name, "changed");
  for (const _ of deletions) onPushed(source.table.name, "deleted");
}

function merge(
  { database, vault }: ExchangeWork,
  { table, columns }: SourceTable,
  ids: readonly string[],
  remotes: Map<string, RemoteRow>,
): MergedRow[] {
  const bases = readMirrorRows(database, table.name, ids);
  const sent = readSent(database, table.name, ids);
  const locals = readLocalValues(database, vault, table, ids);
  const revisions = readMirrorChanges(database, table.name, ids);
  const conflicts = readConflicts(database, table.name, ids);
  return ids.map((id): MergedRow => {
    const [local, remote] = [locals.get(id) ?? null, remotes.get(id) ?? null];
    const values = remote?.values ?? null;
    const base = withArrived(table, bases.get(id) ?? null, sent.get(id) ?? null, values);
    const revision = revisions.get(id);
    const facts = { table: { ...table, columns }, isNoted: revision !== undefined, known: conflicts.get(id) ?? [] };
    return { id, base, local, remote, revision, decision: decideRow({ ...facts, base, local, remote: values }) };
  });
}

/** Recorded before the write: if the push is cut off, these values do not count as changes by Mission Control. */
function noteSent({ database }: ExchangeWork, source: SourceTable, rows: readonly MergedRow[]): void {
  const { table } = source;
  const none = Object.fromEntries(table.columns.map(({ name }) => [name, null]));
  const note = database.sqlite.transaction(() => {
    for (const { id, base, decision } of rows) {
      const key = { table: table.name, id };
      if (decision.kind === "insert-there")
        saveSent(database, key, { ...none, ...valuesToAdd(source, decision.values) });
      if (decision.kind !== "update" || Object.keys(decision.push).length === 0) continue;
      // What an earlier push has written counts from now on. Without a version, a pull reads the row again.
      if (base) saveMirrorRow(database, key, "", base);
      saveSent(database, key, decision.push);
    }
  });
  note.immediate();
}

/** PostgreSQL has defaults for what we do not know. */
function valuesToAdd({ columns }: SourceTable, values: RowValues): RowValues {
  const known = columns.filter(({ name, isOnlyCleared }) => !isOnlyCleared && (values[name] ?? null) !== null);
  return Object.fromEntries(known.map(({ name }) => [name, values[name] ?? null]));
}

/** Errors about what was written, as opposed to the connection or the server: data, constraints, rights. */
function isRefusal(error: unknown): boolean {
  return /^(22|23|42|P0)/.test(sourceErrorCode(error)) && sourceErrorCode(error).length === 5;
}
