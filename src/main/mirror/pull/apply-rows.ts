import {
  findMissingReference,
  insertLocalRow,
  listAgentsBelow,
  listAgentsWithVerifiedHash,
  listBusyGateways,
  updateLocalRow,
} from "../../database/mirror/local-rows.ts";
import {
  forgetMirrorChange,
  noteMirrorChange,
  readMirrorChanges,
  readMirrorRows,
  readSent,
  saveMirrorConflicts,
  saveMirrorRow,
} from "../../database/mirror/mirror-rows.ts";
import type { MirroredTable } from "../../database/mirror/mirrored-columns.ts";
import { parseRowValues, type RowValues } from "../../database/mirror/row-values.ts";
import type { StagedRow } from "../../database/mirror/snapshot-stage.ts";
import type { Database } from "../../database/open-database.ts";
import { readLocalValues } from "../local-values.ts";
import { mergeRow, type RowMerge, withArrived } from "../merge-row.ts";
import type { SourceTable } from "../source/read-source-schema.ts";
import { storedRow } from "../stored-row.ts";
import { takesNewToken } from "../takes-new-token.ts";
import { isConstraint, leaveOut } from "./leave-out.ts";
import { nameOf } from "./name-of.ts";
import type { Application } from "./pull-tally.ts";

const rowsPerStep = 1_000;

/** Merges the staged rows of a table into ours. A row that breaks a rule of ours is left out and reported. */
export function applyRows(application: Application, { table }: SourceTable): void {
  let after = 0;
  while (true) {
    const staged = application.stage.readRows(table.name, after, rowsPerStep);
    const last = staged.at(-1);
    if (!last) return;
    after = last.position;
    applyStep(application, table, staged);
  }
}

function applyStep(application: Application, table: MirroredTable, staged: StagedRow[]): void {
  const { db, vault } = application;
  const ids = staged.map(({ id }) => id);
  const known = {
    bases: readMirrorRows(db, table.name, ids),
    locals: readLocalValues(db, vault, table, ids),
    changes: readMirrorChanges(db, table.name, ids),
    sent: readSent(db, table.name, ids),
    verified: table.name === "agents" ? listAgentsWithVerifiedHash(db, ids) : new Set<string>(),
  };
  for (const row of staged) {
    const remote = parseRowValues(row.values);
    const problem = findShapeProblem(table, remote);
    if (problem) {
      leaveOut(application, table, remote, problem);
      continue;
    }
    const local = known.locals.get(row.id) ?? null;
    const isNoted = known.changes.has(row.id);
    // A row that is missing here without an outbox entry was not deleted here: an earlier pull left it out.
    const base =
      local === null && !isNoted
        ? null
        : withArrived(table, known.bases.get(row.id) ?? null, known.sent.get(row.id) ?? null, remote);
    const proven = base === null ? provenColumns({ local, remote }, known.verified.has(row.id)) : new Set<string>();
    const merge = mergeRow(table, { base, local, remote }, { proven, asks: isNoted && !application.isFirst });
    if (merge.kind === "update" && isMoveHeld(db, table, merge.take, local)) {
      leaveOut(application, table, remote, "a run on its gateway is in progress; the next pull moves it");
      continue;
    }
    try {
      carryOut(application, { table, row, local, remote, base, merge, isNoted });
    } catch (error) {
      if (!isConstraint(error)) throw error;
      leaveOut(application, table, remote, explainConstraint(application, table, remote, error));
    }
  }
}

/** Whether taking the row over would move agents from or to a gateway during a run on it. */
function isMoveHeld(db: Database, { name }: MirroredTable, take: RowValues, local: RowValues | null): boolean {
  if (!("gateway_id" in take) || !local) return false;
  const agents = name === "boards" ? listAgentsBelow(db, name, local.id ?? "") : [];
  if (name === "boards" && agents.length === 0) return false;
  const gatewayIds = [local.gateway_id, take.gateway_id, ...agents.map(({ gatewayId }) => gatewayId)];
  const busy = listBusyGateways(db);
  return gatewayIds.some((id) => typeof id === "string" && busy.has(id));
}

type Sides = { local: RowValues | null; remote: RowValues };

/** Columns that Flight Deck sets itself: a row of Mission Control without a value does not erase ours. */
const neverErased = ["token", "agent_token_hash", "openclaw_session_id"];

function provenColumns({ local, remote }: Sides, isHashVerified: boolean): Set<string> {
  // A gateway's token is for its address only.
  const isMoved = local?.url !== remote.url;
  const kept = neverErased.filter((name) => remote[name] === null && !(name === "token" && isMoved));
  return new Set(isHashVerified ? [...kept, "agent_token_hash"] : kept);
}

type Step = {
  table: MirroredTable;
  row: StagedRow;
  local: RowValues | null;
  remote: RowValues;
  base: RowValues | null;
  merge: RowMerge;
  isNoted: boolean;
};

function carryOut(application: Application, { table, row, local, remote, base, merge, isNoted }: Step): void {
  const { db, tally } = application;
  const key = { table: table.name, id: row.id };
  const change = { ...key, name: nameOf(table, remote), reason: null };
  if (merge.kind === "insert-here") {
    insertLocalRow(db, table, storedRow(table.columns, merge.values, row.sealedSecret));
    saveMirrorRow(db, key, row.version, remote);
    tally.record({ ...change, kind: "added", columns: [] });
    tally.touch(table, row.id, ["id"]);
    return;
  }
  if (merge.kind !== "update") {
    // Deleted here and not pushed yet: the base shows the push what has been changed there since.
    saveMirrorRow(db, key, row.version, base ?? remote);
    return;
  }
  const taken = table.columns.filter(({ name }) => name in merge.take);
  updateLocalRow(db, table, row.id, {
    ...storedRow(taken, merge.take, row.sealedSecret),
    ...(takesNewToken(merge, remote) ? { token: row.sealedSecret } : {}),
  });
  // A column in conflict keeps its base, so that it stays one until an operator decides.
  const bases = merge.conflicts.map(({ column, base }) => [column, base]);
  saveMirrorRow(db, key, row.version, { ...remote, ...Object.fromEntries(bases) });
  saveMirrorConflicts(db, key, merge.conflicts);
  const isPushed = Object.keys(merge.push).length === 0 && merge.conflicts.length === 0;
  if (isPushed && isNoted) forgetMirrorChange(db, key);
  if (!isPushed && !isNoted) noteMirrorChange(db, key);
  const columns = taken.map(({ name }) => name);
  if (columns.length === 0) return;
  tally.record({ ...change, kind: "changed", columns });
  const [fromGatewayId, toGatewayId] = [local?.gateway_id, remote.gateway_id];
  if (table.name === "agents" && columns.includes("gateway_id") && fromGatewayId && toGatewayId) {
    tally.movedAgents.push({ id: row.id, fromGatewayId, toGatewayId });
  }
  tally.touch(table, row.id, columns);
}

/** JSON columns hold objects, or a list where the column says so; the rest of the program relies on it. */
function findShapeProblem({ columns }: MirroredTable, row: RowValues): string | null {
  for (const { name, kind, isList } of columns) {
    const text = row[name]?.trimStart();
    if (kind !== "json" || text === undefined) continue;
    if (!text.startsWith(isList ? "[" : "{")) return `its ${name} is not a JSON ${isList ? "list" : "object"}`;
  }
  return null;
}

function explainConstraint({ db }: Application, table: MirroredTable, remote: RowValues, error: unknown): string {
  const missing = findMissingReference(db, table, remote);
  if (missing) return `it refers to ${missing.id}, which is not in ${missing.table} here`;
  const column = /NOT NULL constraint failed: \w+\.(\w+)/.exec(String(error))?.[1];
  return column ? `it has no ${column}` : "it breaks a rule of Flight Deck's own table";
}
