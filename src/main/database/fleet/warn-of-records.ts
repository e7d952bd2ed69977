import { isSameEndpoint, printableAddress } from "../../../shared/addresses.ts";
import { boardDoubts } from "../../../shared/board-doubts.ts";
import { listAgentIdentities } from "../agents.ts";
import { listBoards } from "../boards.ts";
import { listGateways } from "../gateways.ts";
import type { Database } from "../open-database.ts";
import { listOrganizations } from "../organizations.ts";
import { nameRow } from "./name-row.ts";
import type { FleetRow } from "./parse-fleet.ts";
import { gatewaysOf, warnOfClashes } from "./warn-of-clashes.ts";

/** Warns of imported records that are allowed and probably not meant: call it when they are in the database. */
export function warnOfRecords(db: Database, rows: Map<string, FleetRow[]>): string[] {
  const of = (table: string) => rows.get(table) ?? [];
  return [
    ...warnOfGateways(db, of("gateways")),
    ...warnOfBoards(db, of("boards")),
    ...warnOfNames(db, of("agents")),
    ...warnOfClashes(db, of("agents")),
  ];
}

function warnOfGateways(db: Database, rows: FleetRow[]): string[] {
  const gateways = listGateways(db);
  return rows.flatMap(({ id, index }) => {
    const gateway = gateways.find((each) => each.id === id);
    if (!gateway || gateway.url === "") return [];
    const { name, url } = gateway;
    const row = nameRow({ table: "gateways", index, name, field: null });
    const twin = gateways.find((other) => other.id !== id && other.url !== "" && isSameEndpoint(other.url, url));
    return [
      ...(twin ? [`${row}: has the same address as "${twin.name}" (${printableAddress(url)}).`] : []),
      ...(gateway.awaitsToken
        ? [`${row}: has a new address and the file has no token. The stored one is not sent there: enter it again.`]
        : []),
    ];
  });
}

function warnOfBoards(db: Database, rows: FleetRow[]): string[] {
  const boards = new Map(listBoards(db).map((board) => [board.id, board]));
  const gateways = new Map(listGateways(db).map((gateway) => [gateway.id, gateway]));
  const organizations = new Map(listOrganizations(db).map(({ id, name }) => [id, name]));
  return rows.flatMap(({ id, index }) => {
    const board = boards.get(id);
    if (!board) return [];
    const row = nameRow({ table: "boards", index, name: board.name, field: null });
    const gateway = board.gatewayId === null ? undefined : gateways.get(board.gatewayId);
    return boardDoubts(board, gateway, organizations).map((doubt) => `${row}: ${doubt}`);
  });
}

function warnOfNames(db: Database, rows: FleetRow[]): string[] {
  const agents = gatewaysOf(db, rows).flatMap((gatewayId) => listAgentIdentities(db, gatewayId));
  const indexOf = new Map(rows.map(({ id, index }) => [id, index]));
  const groups = Map.groupBy(
    agents.filter(({ boardId }) => boardId !== null),
    ({ boardId, name }) => `${boardId} ${name.trim().toLowerCase()}`,
  );
  return [...groups.values()].flatMap((namesakes) => {
    const last = namesakes.findLast(({ id }) => indexOf.has(id));
    if (namesakes.length < 2 || !last) return [];
    const row = nameRow({ table: "agents", index: indexOf.get(last.id) ?? null, name: last.name, field: null });
    return [`${row}: has the name of another agent of its board.`];
  });
}
