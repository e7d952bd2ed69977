import { agentKey } from "../../../shared/identity.ts";
import { findMainAgent } from "../agents.ts";
import type { Database } from "../database.ts";
import { listGateways } from "../gateways.ts";
import { listClaimants } from "../list-orphans.ts";
import { type BinContent, rowsIn, type StoredRow } from "./bin-content.ts";
import { listBin } from "./bin-entries.ts";
import { readForeignKeys } from "./foreign-keys.ts";

const kinds: Record<string, string> = {
  organizations: "organization",
  users: "person",
  gateways: "gateway",
  boards: "board",
  agents: "agent",
};

/** Why an entry of the bin cannot be brought back now, one sentence for each reason. */
export function findConflicts(db: Database, content: BinContent): string[] {
  return [
    ...recordsHereAgain(db, content),
    ...parentsGone(db, content),
    ...keysTaken(db, content),
    ...leadsTaken(db, content),
    ...variablesTaken(db, content),
    ...membersHere(db, content),
  ];
}

function recordsHereAgain(db: Database, content: BinContent): string[] {
  return Object.entries(kinds).flatMap(([table, kind]) =>
    rowsIn(content, table).flatMap(({ id, name, email }) => {
      const here = db.sqlite.prepare(`SELECT 1 FROM ${table} WHERE id = ?`).get(id);
      return here ? [`There is ${kind} "${name ?? email}" with the same id again.`] : [];
    }),
  );
}

/** Rows that the restored ones refer to. */
function parentsGone(db: Database, content: BinContent): string[] {
  const missing = new Map<string, { parent: string; id: string }>();
  for (const { table, from, parent, to } of readForeignKeys(db)) {
    const restored = new Set(rowsIn(content, parent).map((row) => row[to]));
    for (const row of rowsIn(content, table)) {
      const id = row[from];
      if (id === null || id === undefined || restored.has(id)) continue;
      const here = db.sqlite.prepare(`SELECT 1 FROM ${parent} WHERE "${to}" = ?`).get(id);
      if (!here) missing.set(`${parent} ${id}`, { parent, id: String(id) });
    }
  }
  const entries = listBin(db);
  return [...missing.values()].map(({ parent, id }) => {
    const entry = entries.find(({ recordId }) => recordId === id);
    return entry
      ? `It belongs to ${entry.kind} "${entry.name}", which is in the bin: restore that first.`
      : `It belongs to a ${kinds[parent] ?? parent} that was deleted for good (${id}).`;
  });
}

/** Agents that have the session key of a restored one now, or its place as the main agent. */
function keysTaken(db: Database, content: BinContent): string[] {
  return rowsIn(content, "agents").flatMap((row) => {
    const restored = identityOf(row);
    if (restored.boardId === null) {
      const main = findMainAgent(db, restored.gatewayId);
      if (main) return [`Agent "${restored.name}": the gateway has another main agent now, "${main.name}".`];
    }
    const key = agentKey(restored).toLowerCase();
    const other = claimantsOf(db, restored.gatewayId).find((agent) => agentKey(agent).toLowerCase() === key);
    return other ? [`Agent "${restored.name}": agent "${other.name}" has its session key now.`] : [];
  });
}

/** The gateway's record may be in the bin as well. */
function claimantsOf(db: Database, gatewayId: string) {
  const gateway = listGateways(db).find(({ id }) => id === gatewayId);
  return gateway ? listClaimants(db, gateway) : [];
}

function identityOf({ id, name, board_id, gateway_id, is_board_lead, openclaw_session_id }: StoredRow) {
  return {
    id: String(id),
    name: String(name),
    boardId: board_id === null ? null : String(board_id),
    gatewayId: String(gateway_id),
    isBoardLead: is_board_lead === 1,
    openclawSessionId: openclaw_session_id === null ? null : String(openclaw_session_id),
  };
}

function leadsTaken(db: Database, content: BinContent): string[] {
  return rowsIn(content, "agents").flatMap(({ name, board_id, is_board_lead }) => {
    if (is_board_lead !== 1) return [];
    const lead = db.sqlite
      .prepare<[unknown], string>("SELECT name FROM agents WHERE board_id = ? AND is_board_lead")
      .pluck()
      .get(board_id);
    return lead === undefined ? [] : [`Agent "${name}": its board has another lead now, "${lead}".`];
  });
}

function variablesTaken(db: Database, content: BinContent): string[] {
  return rowsIn(content, "template_variables").flatMap(({ name, organization_id, gateway_id, board_id }) => {
    const here = db.sqlite
      .prepare(
        `SELECT 1 FROM template_variables
         WHERE name = ? AND organization_id IS ? AND gateway_id IS ? AND board_id IS ?`,
      )
      .get(name, organization_id, gateway_id, board_id);
    return here ? [`There is a variable "${name}" there again.`] : [];
  });
}

function membersHere(db: Database, content: BinContent): string[] {
  return rowsIn(content, "organization_members").flatMap(({ organization_id, user_id }) => {
    const here = db.sqlite
      .prepare("SELECT 1 FROM organization_members WHERE organization_id = ? AND user_id = ?")
      .get(organization_id, user_id);
    return here ? ["This person is in the organization again."] : [];
  });
}
