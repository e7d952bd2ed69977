import type { Doubt } from "../../../shared/doubts.ts";
import { findDoubts } from "../doubts/find-doubts.ts";
import { listGateways } from "../gateways.ts";
import type { Database } from "../open-database.ts";
import { nameRow } from "./name-row.ts";
import type { FleetRow } from "./parse-fleet.ts";

/**
 * Warns of values in imported records that are allowed but probably not intended. Call it once the records are in the database.
 */
export function warnOfRecords(db: Database, rows: Map<string, FleetRow[]>): string[] {
  const rowsOf = (table: string) => new Map((rows.get(table) ?? []).map((row) => [row.id, row]));
  const given = { gateways: rowsOf("gateways"), boards: rowsOf("boards"), agents: rowsOf("agents") };
  const { gateways, boards, agents } = given;
  const awaiting = listGateways(db).filter(({ id, awaitsToken }) => awaitsToken && gateways.has(id));
  const doubts: Doubt[] = [
    ...awaiting.map(({ id, name }) => ({ table: "gateways" as const, id, name, text: awaitsToken })),
    ...findDoubts(db, { gateways: [...gateways.keys()], boards: [...boards.keys()], agents: [...agents.keys()] }),
  ];
  return doubts.map(({ table, id, name, text }) => {
    const { file = null, index = null } = given[table].get(id) ?? {};
    return `${nameRow({ file, table, index, name, field: null })}: ${text}`;
  });
}

const awaitsToken = "has a new address and the file has no token. The stored one is not sent there: enter it again.";
