import type { AgentTableReport } from "../../../shared/agent-table.ts";
import { anyHeartbeatKeys, checkHeartbeat } from "../../../shared/heartbeat-values.ts";
import type { JsonObject } from "../../../shared/records.ts";
import { defaultHeartbeat } from "../../provisioning/desired/default-heartbeat.ts";
import type { NewAgent } from "../create-agent.ts";
import type { ReadRow, ReadTable } from "./read-agent-table.ts";
import { type AgentColumn, labelOfColumn } from "./table-columns.ts";

/** A board that agents can be added to, and who is on it. */
export type TableBoard = {
  id: string;
  name: string;
  gatewayId: string | null;
  agentNames: string[];
  lead: string | null;
};

export type TablePlace = {
  /** Boards by what a cell names. */
  boards: readonly TableBoard[];
  /** The board of the rows that name none. */
  board: TableBoard | null;
};

export type PlannedAgents = { report: AgentTableReport; agents: NewAgent[] };

const mostNameChars = 200;

/** Decides which agents a table adds, and what is wrong with each row. Pure. */
export function planAgents(table: ReadTable, place: TablePlace): PlannedAgents {
  const taken = new Map<string, string>();
  for (const { id, agentNames } of place.boards)
    for (const name of agentNames) taken.set(nameKey(id, name), "Its board already has an agent of this name.");
  const leads = new Map(place.boards.flatMap(({ id, lead }) => (lead === null ? [] : [[id, lead] as const])));
  const planned = table.rows.map((row) => {
    const found = boardOf(row, place);
    const { heartbeat, faults: heartbeatFaults } = heartbeatOf(row);
    const lead = leadOf(row);
    const name = row.cells.get("name") ?? "";
    const faults = [...row.faults, ...nameFaults(name), ...found.faults, ...heartbeatFaults, ...lead.faults];
    if (found.board) {
      const key = nameKey(found.board.id, name);
      const other = taken.get(key);
      if (name !== "" && other) faults.push(other);
      else taken.set(key, `Row ${row.row} has this name on the same board.`);
      if (lead.isLead) {
        const present = leads.get(found.board.id);
        if (present) faults.push(`The board already has a lead: ${present}.`);
        else leads.set(found.board.id, name);
      }
    }
    const agent = found.board && newAgent(row, { board: found.board, name, heartbeat, isLead: lead.isLead });
    return { row, faults, agent, boardName: found.board?.name ?? "" };
  });
  return {
    report: {
      columns: table.columns.map(labelOfColumn),
      unknownColumns: table.unknownColumns,
      faults: table.faults,
      rows: planned.map(({ row, faults }) => {
        return { row: row.row, cells: table.columns.map((column) => row.cells.get(column) ?? ""), faults };
      }),
      agents: planned.flatMap(({ agent, boardName }) =>
        agent ? [{ name: agent.name, boardName, isLead: agent.isBoardLead }] : [],
      ),
    },
    agents: planned.flatMap(({ agent }) => (agent ? [agent] : [])),
  };
}

function nameKey(boardId: string, name: string): string {
  return `${boardId} ${name.toLowerCase()}`;
}

function nameFaults(name: string): string[] {
  if (name === "") return ["It has no name."];
  return name.length > mostNameChars ? [`Its name is longer than ${mostNameChars} characters.`] : [];
}

function boardOf(row: ReadRow, { boards, board }: TablePlace): { board: TableBoard | null; faults: string[] } {
  const wanted = row.cells.get("board") ?? "";
  if (wanted === "") {
    return board ? onGateway(board) : { board: null, faults: ["It names no board."] };
  }
  const same = [
    boards.filter(({ name }) => name === wanted),
    boards.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase()),
  ].find((found) => found.length > 0);
  const [only, ...others] = same ?? [];
  if (!only) return { board: null, faults: [`There is no board "${wanted}".`] };
  if (others.length === 0) return onGateway(only);
  // The board that the table is added to, if that is one of them.
  const given = same?.find(({ id }) => id === board?.id);
  return given ? onGateway(given) : { board: null, faults: [`Several boards are called "${wanted}".`] };
}

function onGateway(board: TableBoard): { board: TableBoard | null; faults: string[] } {
  if (board.gatewayId !== null) return { board, faults: [] };
  return { board: null, faults: [`Board "${board.name}" is on no gateway.`] };
}

const yes = ["yes", "y", "true", "1", "x", "lead"];
const no = ["", "no", "n", "false", "0", "-", "worker"];

function leadOf({ cells }: ReadRow): { isLead: boolean; faults: string[] } {
  const text = (cells.get("lead") ?? "").toLowerCase();
  if (yes.includes(text)) return { isLead: true, faults: [] };
  return { isLead: false, faults: no.includes(text) ? [] : [`Lead is "${shortened(text)}", not yes or no.`] };
}

/** Null where the row says nothing of it, so that it gets the default. */
function heartbeatOf({ cells }: ReadRow): { heartbeat: JsonObject | null; faults: string[] } {
  const given = (column: AgentColumn) => cells.get(column) ?? "";
  const hours = Object.fromEntries(
    (["start", "end", "timezone"] as const).flatMap((key) => (given(key) === "" ? [] : [[key, given(key)]])),
  );
  const hasHours = Object.keys(hours).length > 0;
  const settings: JsonObject = {
    ...(given("every") === "" ? {} : { every: given("every") }),
    ...(given("target") === "" ? {} : { target: given("target") }),
    ...(hasHours ? { activeHours: hours } : {}),
  };
  if (Object.keys(settings).length === 0) return { heartbeat: null, faults: [] };
  const { problem } = checkHeartbeat(settings, anyHeartbeatKeys);
  const half = hasHours && (given("start") === "" || given("end") === "");
  return {
    heartbeat: { ...defaultHeartbeat, ...settings },
    faults: [
      ...(problem ? [`${labelsOfFields[problem.field] ?? problem.field}: ${problem.why}.`] : []),
      ...(half ? ["Active hours need both a beginning and an end."] : []),
    ],
  };
}

const labelsOfFields: { [field: string]: string } = {
  "heartbeat.every": "Heartbeat",
  "heartbeat.target": "Target",
  "heartbeat.activeHours.start": "Active from",
  "heartbeat.activeHours.end": "Active until",
};

type Decided = { board: TableBoard; name: string; heartbeat: JsonObject | null; isLead: boolean };

function newAgent({ cells }: ReadRow, { board, name, heartbeat, isLead }: Decided): NewAgent | null {
  if (board.gatewayId === null) return null;
  const profile = [...cells].flatMap(([column, text]) =>
    column.startsWith("profile.") && text !== "" ? [[column.slice("profile.".length), text]] : [],
  );
  return {
    name,
    boardId: board.id,
    gatewayId: board.gatewayId,
    isBoardLead: isLead,
    heartbeatConfig: heartbeat,
    identityProfile: profile.length > 0 ? Object.fromEntries(profile) : null,
    identityTemplate: null,
    soulTemplate: null,
  };
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
