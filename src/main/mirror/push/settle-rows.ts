import type { MirrorRefusal } from "../../../shared/mirror-push.ts";
import { forgetSyncStates } from "../../database/agent-sync-states.ts";
import { readSealedToken } from "../../database/gateways.ts";
import {
  deleteLocalRow,
  findMissingReference,
  insertLocalRow,
  updateLocalRow,
} from "../../database/mirror/local-rows.ts";
import {
  forgetMirrorChange,
  forgetMirrorRow,
  readMirrorChanges,
  saveMirrorConflicts,
  saveMirrorRow,
  saveSent,
  setPulling,
} from "../../database/mirror/mirror-rows.ts";
import type { MirroredTable } from "../../database/mirror/mirrored-columns.ts";
import { forgetRowConflict, keepsVersion, saveDeletedHere, saveDeletedThere } from "../../database/mirror/outbox.ts";
import type { RowValues } from "../../database/mirror/row-values.ts";
import type { Database } from "../../database/open-database.ts";
import { forgetOwnedAgent } from "../../database/owned-agents.ts";
import { isConstraint, versionAwaitsDecision } from "../pull/leave-out.ts";
import { nameOf } from "../pull/name-of.ts";
import { PullTally } from "../pull/pull-tally.ts";
import type { SourceTable } from "../source/read-source-schema.ts";
import { storedRow } from "../stored-row.ts";
import { takesNewToken } from "../takes-new-token.ts";
import type { ExchangeWork } from "./exchange-work.ts";
import type { MergedRow } from "./merged-row.ts";

/**
 * Records here, in one transaction, what an exchange has done there, and takes over what was changed there. A row that was
 * changed here since it was merged stays in the outbox, and takes nothing over before it is merged again.
 */
export function settleRows(
  { database, deletesHere, onRefused }: Pick<ExchangeWork, "database" | "deletesHere" | "onRefused">,
  source: SourceTable,
  rows: readonly MergedRow[],
): void {
  const touched = new PullTally();
  const settling = { database, deletesHere, source, touched };
  const left: MirrorRefusal[] = [];
  const settle = database.sqlite.transaction(() => {
    setPulling(database, true);
    const ids = rows.map(({ id }) => id);
    const revisions = readMirrorChanges(database, source.table.name, ids);
    for (const row of rows) {
      const reason = settleOrLeave(settling, row, revisions.get(row.id) !== row.revision);
      if (reason === null) continue;
      left.push({ table: source.table.name, id: row.id, name: nameOfRow(source, row), side: "here", reason });
    }
    setPulling(database, false);
    const { agentIds, boardIds, gatewayIds } = touched;
    if (agentIds.length + boardIds.length + gatewayIds.length > 0) {
      forgetSyncStates(database, { agentIds, boardIds, gatewayIds });
    }
  });
  settle.immediate();
  for (const refusal of left) onRefused(refusal);
}

type Settling = { database: Database; deletesHere: boolean; source: SourceTable; touched: PullTally };

/** @returns why the row stays as it is here until the next pull; null if it is settled */
function settleOrLeave(settling: Settling, row: MergedRow, isMoved: boolean): string | null {
  const { database, deletesHere, source } = settling;
  const { decision } = row;
  if (decision.kind === "delete-here") {
    const key = { table: source.table.name, id: row.id };
    if (decision.isChangedHere && keepsVersion(database, key)) return versionAwaitsDecision;
    if (!deletesHere) return "it was deleted in Mission Control; the next pull deletes it here";
  }
  try {
    // Undoes what was done for this row only.
    database.sqlite.transaction(() => settleRow(settling, row, isMoved))();
    return null;
  } catch (error) {
    if (!isConstraint(error)) throw error;
    const missing = findMissingReference(database, source.table, row.remote?.values ?? {});
    return missing
      ? `it refers to ${missing.id}, which is not in ${missing.table} here`
      : "Mission Control's version of it breaks a rule of Flight Deck's own table";
  }
}

function nameOfRow({ table }: SourceTable, { local, remote }: MergedRow): string {
  const values = local ?? remote?.values;
  return values ? nameOf(table, values) : "";
}

function settleRow(settling: Settling, row: MergedRow, isMoved: boolean): void {
  const { database, source, touched } = settling;
  const { table } = source;
  const key = { table: table.name, id: row.id };
  const { decision } = row;
  switch (decision.kind) {
    case "settled":
      if (!isMoved) forgetMirrorChange(database, key);
      return;
    case "insert-there":
      settleInsert(settling, row, isMoved);
      return;
    case "delete-there":
      if (isMoved) saveNothingThere(database, key);
      else forgetMirrorRow(database, key);
      return;
    case "ask-about-deletion":
      if (decision.isAsked) return;
      saveDeletedHere(database, key, { base: textOf(row.base), theirs: textOf(row.remote?.values ?? null) });
      return;
    case "delete-here":
      if (!isMoved) deleteHere(settling, table, row, decision.isChangedHere);
      return;
    case "insert-here":
      if (isMoved || !row.remote) return;
      insertLocalRow(database, table, storedRow(table.columns, row.remote.values, row.remote.sealedSecret));
      saveMirrorRow(database, key, row.remote.version, row.remote.values);
      forgetMirrorChange(database, key);
      forgetRowConflict(database, key);
      touched.touch(table, row.id, ["id"]);
      return;
    case "update":
      settleUpdate(settling, row, decision, isMoved);
  }
}

/** PostgreSQL fills in defaults. Without an answer, another program has added the row: it is merged next time. */
function settleInsert({ database, source }: Settling, { id, local, written }: MergedRow, isMoved: boolean): void {
  const { table, columns } = source;
  const key = { table: table.name, id };
  if (!written) {
    saveSent(database, key, null);
    return;
  }
  if (isMoved) {
    saveMirrorRow(database, key, "", { ...written.values, ...local });
    return;
  }
  const filled = columns.filter(({ name, changedHere }) => {
    return local?.[name] !== written.values[name] && (!changedHere || (local?.[name] ?? null) === null);
  });
  updateLocalRow(database, table, id, storedRow(filled, written.values, written.sealedSecret));
  saveMirrorRow(database, key, written.version, written.values);
  forgetMirrorChange(database, key);
}

type Update = Extract<MergedRow["decision"], { kind: "update" }>;

function settleUpdate({ database, source, touched }: Settling, row: MergedRow, update: Update, isMoved: boolean): void {
  const { table } = source;
  const key = { table: table.name, id: row.id };
  const now = row.written ?? row.remote;
  if (!now) return;
  if (isMoved) {
    // What was pushed is common to both sides now; the rest is merged again. Without a version, a pull reads the row too.
    if (row.base) saveMirrorRow(database, key, "", { ...row.base, ...update.push });
    return;
  }
  // Agents move with it, and a run may be in progress: that is left to the next pull, which takes the row over again.
  const movesThere = "gateway_id" in update.take;
  const columns = source.columns.filter(
    (column) =>
      (column.name in update.take && column.name !== "gateway_id") ||
      (!column.changedHere && row.local?.[column.name] !== now.values[column.name]) ||
      (column.kind === "secret" && takesNewToken(update, now.values)),
  );
  if (columns.length > 0) updateLocalRow(database, table, row.id, storedRow(columns, now.values, now.sealedSecret));
  touched.touch(
    table,
    row.id,
    columns.map(({ name }) => name),
  );
  // A column in conflict keeps its base, so that it stays one until an operator decides.
  const bases = update.conflicts.map(({ column, base }) => [column, base]);
  const place = movesThere ? { gateway_id: row.local?.gateway_id ?? null } : {};
  const common = { ...now.values, ...Object.fromEntries(bases), ...place };
  saveMirrorRow(database, key, movesThere ? "" : now.version, common);
  saveMirrorConflicts(database, key, update.conflicts);
  if (update.conflicts.length === 0) forgetMirrorChange(database, key);
}

/** Deletes a row that Mission Control has deleted. Changes that were not pushed are kept with the conflict. */
function deleteHere(
  { database, touched }: Settling,
  table: MirroredTable,
  row: MergedRow,
  isChangedHere: boolean,
): void {
  const key = { table: table.name, id: row.id };
  const sealedSecret = table.name === "gateways" ? readSealedToken(database, row.id) : null;
  deleteLocalRow(database, table, row.id);
  if (table.name === "agents") forgetOwnedAgent(database, row.id);
  forgetMirrorRow(database, key);
  if (isChangedHere) {
    saveDeletedThere(database, key, { base: textOf(row.base), ours: textOf(row.local), sealedSecret });
  }
  touched.touch(table, row.id, ["id"]);
}

/** The row was made again here while it was being deleted there: it counts as new. */
function saveNothingThere(database: Database, { table, id }: { table: string; id: string }): void {
  database.sqlite.prepare("DELETE FROM mirror_rows WHERE table_name = ? AND row_id = ?").run(table, id);
}

function textOf(values: RowValues | null): string | null {
  return values === null ? null : JSON.stringify(values);
}
