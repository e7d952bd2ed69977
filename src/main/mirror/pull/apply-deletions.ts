import { readSealedToken } from "../../database/gateways.ts";
import { deleteLocalRow, listAgentsBelow, listBusyGateways } from "../../database/mirror/local-rows.ts";
import { forgetMirrorRow, readMirrorRows } from "../../database/mirror/mirror-rows.ts";
import { findMirroredTable, type MirroredTable } from "../../database/mirror/mirrored-columns.ts";
import { keepsVersion, saveDeletedThere } from "../../database/mirror/outbox.ts";
import type { RowValues } from "../../database/mirror/row-values.ts";
import type { Database } from "../../database/open-database.ts";
import { forgetOwnedAgent } from "../../database/owned-agents.ts";
import { readLocalValues } from "../local-values.ts";
import { mergeRow } from "../merge-row.ts";
import { isConstraint, leaveOut, versionAwaitsDecision } from "./leave-out.ts";
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
    const base = bases.get(id) ?? null;
    const merge = mergeRow(table, { base, local, remote: null });
    if (merge.kind !== "delete-here" || !local) {
      forgetMirrorRow(db, { table: table.name, id });
      continue;
    }
    const below = table.name === "boards" || table.name === "gateways" ? listAgentsBelow(db, table.name, id) : [];
    if ([gatewayOf(table, local), ...below.map(({ gatewayId }) => gatewayId)].some((gateway) => busy.has(gateway))) {
      leaveOut(application, table, local, "a run on its gateway is in progress; the next pull deletes it");
    } else if (merge.unpushed.length + below.length > 0 && isVersionKept(db, { table, id, below })) {
      leaveOut(application, table, local, versionAwaitsDecision);
    } else {
      deleteRow(application, { table, id, local, base, unpushed: merge.unpushed, below });
    }
  }
}

/** Only one version of a row can be kept. */
function isVersionKept(db: Database, { table, id, below }: Pick<Deletion, "table" | "id" | "below">): boolean {
  const agentKeys = below.map((agent) => ({ table: "agents", id: agent.id }));
  return [{ table: table.name, id }, ...agentKeys].some((key) => keepsVersion(db, key));
}

type Deletion = {
  table: MirroredTable;
  id: string;
  local: RowValues;
  base: RowValues | null;
  unpushed: string[];
  /** Agents that Mission Control never had: they cannot be without their board or gateway. */
  below: { id: string; name: string }[];
};

function deleteRow(application: Application, { table, id, local, base, unpushed, below }: Deletion): void {
  const { db, vault, tally } = application;
  const agentsTable = findMirroredTable("agents");
  const lost = readLocalValues(
    db,
    vault,
    agentsTable,
    below.map((agent) => agent.id),
  );
  const sealedSecret = table.name === "gateways" ? readSealedToken(db, id) : null;
  try {
    deleteLocalRow(db, table, id);
  } catch (error) {
    if (!isConstraint(error)) throw error;
    leaveOut(application, table, local, "it was deleted in Mission Control, and rows that are only here refer to it");
    return;
  }
  const key = { table: table.name, id };
  forgetMirrorRow(db, key);
  // An operator may want the row back with what was changed here, or with the agents that were only here.
  if (unpushed.length > 0 || below.length > 0) {
    saveDeletedThere(db, key, { base: JSON.stringify(base), ours: JSON.stringify(local), sealedSecret });
  }
  if (table.name === "agents") forgetOwnedAgent(db, id);
  const name = nameOf(table, local);
  tally.record({ table: table.name, id, name, kind: "deleted", columns: unpushed, reason: null });
  tally.touch(table, id, ["id"]);
  for (const agent of below) {
    const reason = `its ${table.name === "boards" ? "board" : "gateway"} "${name}" was deleted`;
    tally.record({ table: "agents", id: agent.id, name: agent.name, kind: "deleted", columns: [], reason });
    forgetOwnedAgent(db, agent.id);
    const agentKey = { table: "agents", id: agent.id };
    forgetMirrorRow(db, agentKey);
    saveDeletedThere(db, agentKey, { base: null, ours: JSON.stringify(lost.get(agent.id)), sealedSecret: null });
  }
}

function gatewayOf({ name }: MirroredTable, local: RowValues): string {
  return (name === "gateways" ? local.id : local.gateway_id) ?? "";
}
