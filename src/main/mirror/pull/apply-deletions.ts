import { deleteLocalRow, listAgentsBelow, listBusyGateways } from "../../database/mirror/local-rows.ts";
import { forgetMirrorRow, readMirrorRows } from "../../database/mirror/mirror-rows.ts";
import type { MirroredTable } from "../../database/mirror/mirrored-columns.ts";
import { saveRowConflict } from "../../database/mirror/outbox.ts";
import { forgetOwnedAgent } from "../../database/owned-agents.ts";
import { readLocalValues } from "../local-values.ts";
import { mergeRow, type RowValues } from "../merge-row.ts";
import { isConstraint, leaveOut } from "./leave-out.ts";
import { nameOf } from "./name-of.ts";
import type { Application } from "./pull-tally.ts";

/**
 * Deletes the rows of a table that Mission Control has deleted, and names what had been changed here and not pushed. A run in
 * progress keeps its rows: the next pull deletes them.
 */
export function applyDeletions(application: Application, table: MirroredTable): void {
  const { db, vault, stage } = application;
  const ids = stage.listGone(table.name);
  if (ids.length === 0) return;
  const bases = readMirrorRows(db, table.name, ids);
  const locals = readLocalValues(db, vault, table, ids);
  const busy = listBusyGateways(db);
  for (const id of ids) {
    const local = locals.get(id) ?? null;
    const merge = mergeRow(table, { base: bases.get(id) ?? null, local, remote: null });
    if (merge.kind !== "delete-here" || !local) {
      forgetMirrorRow(db, { table: table.name, id });
    } else if (busy.has(gatewayOf(table, local))) {
      leaveOut(application, table, local, "a run on its gateway is in progress; the next pull deletes it");
    } else {
      deleteRow(application, { table, id, local, base: bases.get(id) ?? null, unpushed: merge.unpushed });
    }
  }
}

type Deletion = { table: MirroredTable; id: string; local: RowValues; base: RowValues | null; unpushed: string[] };

function deleteRow(application: Application, { table, id, local, base, unpushed }: Deletion): void {
  const { db, tally } = application;
  const below = table.name === "boards" || table.name === "gateways" ? listAgentsBelow(db, table.name, id) : [];
  try {
    deleteLocalRow(db, table, id);
  } catch (error) {
    if (!isConstraint(error)) throw error;
    leaveOut(application, table, local, "it was deleted in Mission Control, and rows that are only here refer to it");
    return;
  }
  const key = { table: table.name, id };
  forgetMirrorRow(db, key);
  // An operator may want the row back with what was changed here.
  if (unpushed.length > 0) {
    saveRowConflict(db, key, { base: JSON.stringify(base), ours: JSON.stringify(local), theirs: null });
  }
  if (table.name === "agents") forgetOwnedAgent(db, id);
  const name = nameOf(table, local);
  tally.record({ table: table.name, id, name, kind: "deleted", columns: unpushed, reason: null });
  tally.touch(table, id, ["id"]);
  // Agents that Mission Control never had: they cannot be without their board or gateway.
  for (const agent of below) {
    const reason = `its ${table.name === "boards" ? "board" : "gateway"} "${name}" was deleted`;
    tally.record({ table: "agents", ...agent, kind: "deleted", columns: [], reason });
    forgetOwnedAgent(db, agent.id);
    forgetMirrorRow(db, { table: "agents", id: agent.id });
  }
}

function gatewayOf({ name }: MirroredTable, local: RowValues): string {
  return (name === "gateways" ? local.id : local.gateway_id) ?? "";
}
