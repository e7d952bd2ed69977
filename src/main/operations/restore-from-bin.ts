import type { BinRestoration } from "../../shared/bin.ts";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { listNames } from "../../shared/list-names.ts";
import { type BinContent, rowsIn } from "../database/bin/bin-content.ts";
import { type BinRow, deleteBinEntry, readBinEntry } from "../database/bin/bin-entries.ts";
import { findConflicts } from "../database/bin/find-conflicts.ts";
import { contentToRestore, type PutBack, putBack } from "../database/bin/put-back.ts";
import { findChangedAgents, readOwners } from "../database/fleet/changed-agents.ts";
import { hasMirrorSource, writesToMirror } from "../database/mirror/mirror-source.ts";
import { mirroredTables } from "../database/mirror/mirrored-columns.ts";
import { readMirrorVersions } from "../database/mirror/outbox.ts";
import type { Database } from "../database/open-database.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";

const tell = ["organizations", "gateways", "boards", "agents", "templates", "bin"] as const;

/**
 * Brings a deleted record back with what was deleted with it: all of it, or nothing if something is in the way. Nothing is changed
 * on a gateway.
 * @throws FlightDeckError not-found; bad-input naming what is in the way
 */
export function restoreFromBin(services: RecordsServices, id: string): BinRestoration {
  const { database } = services;
  const forget: { agentIds: string[]; boardIds: string[]; gatewayIds: string[] } = {
    agentIds: [],
    boardIds: [],
    gatewayIds: [],
  };
  return saveRecords(services, { tell, forget }, () => {
    const entry = readBinEntry(database, id);
    refuseForMirror(database, entry);
    const content = contentToRestore(database, entry);
    const conflicts = findConflicts(database, content);
    if (conflicts.length > 0) throw refusal(entry, conflicts);
    const owners = readOwners(database);
    const result = putBack(database, entry, content);
    deleteBinEntry(database, id);
    forget.agentIds = [
      ...findChangedAgents(database, [], owners),
      ...rowsIn(content, "agents").map((agent) => String(agent.id)),
    ];
    for (const variable of rowsIn(content, "template_variables")) {
      if (variable.board_id) forget.boardIds.push(String(variable.board_id));
      if (variable.gateway_id) forget.gatewayIds.push(String(variable.gateway_id));
      if (variable.organization_id) forget.gatewayIds.push(...gatewaysOf(database, String(variable.organization_id)));
    }
    const { kind, recordId, name } = entry;
    return { kind, recordId, name, notes: notesOn(database, entry, content, result) };
  });
}

function gatewaysOf(database: Database, organizationId: string): string[] {
  return database.sqlite
    .prepare<[string], string>("SELECT id FROM gateways WHERE organization_id = ?")
    .pluck()
    .all(organizationId);
}

function refuseForMirror(database: Database, { kind }: BinRow): void {
  if ((kind !== "organization" && kind !== "person") || !hasMirrorSource(database)) return;
  throw new FlightDeckError(
    "bad-input",
    "Organizations and people come from Mission Control's database, which is the source.",
    hintsOf("bad-input").changeInMissionControl,
  );
}

function refusal({ kind, name }: BinRow, conflicts: string[]): FlightDeckError {
  const what = `${kind[0]?.toUpperCase()}${kind.slice(1)} "${name}"`;
  const most = 10;
  const more = conflicts.length > most ? [`And ${conflicts.length - most} more.`] : [];
  return new FlightDeckError(
    "bad-input",
    [`${what} was not restored.`, ...conflicts.slice(0, most), ...more].join(" "),
    hintsOf("bad-input").restoreInTheWay,
  );
}

/** What there is to know once the records are back. */
function notesOn(database: Database, entry: BinRow, content: BinContent, result: PutBack): string[] {
  const { lostTokens, elsewhere, moved } = result;
  const member = rowsIn(content, "organization_members").some(
    (row, index) => row.role !== rowsIn(entry.content, "organization_members")[index]?.role,
  );
  return [
    ...(entry.onGateway === "deleted"
      ? ["It was deleted on its gateway too; that is not undone. The next sync adds it there again, with a new token."]
      : []),
    ...(entry.onGateway === "unknown"
      ? ["Its gateway could not be reached when it was deleted, so it may still be there. The next sync looks."]
      : []),
    ...lostTokens.map((name) => `The token of gateway "${name}" is lost: enter it again.`),
    ...(elsewhere.length > 0 ? [`On another gateway now, where they stay: ${listNames(elsewhere)}.`] : []),
    ...(moved.length > 0 ? [`Moved to the gateway that their board is on now: ${listNames(moved)}.`] : []),
    ...(member ? ["There is another owner now, so this person is a member."] : []),
    ...slugsTaken(database, content),
    ...notInMissionControl(database, content),
  ];
}

function slugsTaken(database: Database, content: BinContent): string[] {
  return rowsIn(content, "boards").flatMap(({ id, slug, organization_id }) => {
    const other = database.sqlite
      .prepare<unknown[], string>(
        "SELECT name FROM boards WHERE slug = ? AND slug <> '' AND organization_id = ? AND id <> ?",
      )
      .pluck()
      .get(slug, organization_id, id);
    return other === undefined ? [] : [`Board "${other}" has the same slug, "${slug}".`];
  });
}

/** Records that Mission Control did not have when its database was last read. */
function notInMissionControl(database: Database, content: BinContent): string[] {
  if (!hasMirrorSource(database)) return [];
  const missing = mirroredTables.flatMap(({ name: table }) => {
    const rows = rowsIn(content, table).filter(({ name }) => name !== undefined);
    const known = readMirrorVersions(
      database,
      table,
      rows.map(({ id }) => String(id)),
    );
    return rows.filter(({ id }) => !known.has(String(id))).map(({ name }) => String(name));
  });
  if (missing.length === 0) return [];
  const then = writesToMirror(database)
    ? "The next push adds it there."
    : "Nothing is written back, so it is only here, and its agents cannot check in there.";
  return [`Mission Control does not have ${listNames(missing)}. ${then}`];
}
