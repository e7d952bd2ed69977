import { isJsonObject } from "../../../shared/is-json-object.ts";
import { type FleetSettings, fleetFormat } from "./fleet-settings.ts";
import { importedTables } from "./fleet-tables.ts";
import type { FleetRows } from "./read-fleet.ts";

export type FleetFile = { path: string; text: string };
export type WholeFleet = { rows: FleetRows; settings: FleetSettings };

const boardsFolder = "boards";
const settingsFile = "flight-deck.json";
const ofNoBoard: [path: string, tables: string[]][] = [
  ["organizations.json", ["organizations"]],
  ["people.json", ["users", "organization_members"]],
  ["gateways.json", ["gateways"]],
];

/** The fleet as the text of one file. */
export function fleetText({ rows, settings }: WholeFleet): string {
  const tables = importedTables.map(({ name }) => [name, rows.get(name) ?? []]);
  return textOf({ ...(Object.keys(settings).length > 0 ? { settings } : {}), ...Object.fromEntries(tables) });
}

/** The fleet as the files of a folder: one for each board with its agents, and the main agents with their gateways. */
export function fleetFiles({ rows, settings }: WholeFleet): FleetFile[] {
  const rowsOf = (table: string) => rows.get(table) ?? [];
  const names = nameBoards(rowsOf("boards"));
  return [
    { path: settingsFile, text: textOf({ settings }) },
    ...ofNoBoard.map(([path, tables]) => {
      const mainAgents = rowsOf("agents").filter(({ board_id }) => board_id === null);
      const named = Object.fromEntries(tables.map((table) => [table, rowsOf(table)]));
      return { path, text: textOf(path === "gateways.json" ? { ...named, agents: mainAgents } : named) };
    }),
    ...rowsOf("boards").map((board) => {
      const ofBoard = (table: string) => rowsOf(table).filter(({ board_id }) => board_id === board.id);
      const text = textOf({ boards: [board], agents: ofBoard("agents"), board_memory: ofBoard("board_memory") });
      return { path: `${boardsFolder}/${names.get(board.id)}.json`, text };
    }),
  ];
}

function textOf(content: object): string {
  return `${JSON.stringify({ format: fleetFormat, ...content }, null, 2)}\n`;
}

/** Names that Windows keeps for devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/;
const mostNameChars = 60;
/** File systems allow 255 bytes for a name; an id and the ending need 42. */
const mostNameBytes = 200;

/** A file name for each board: its name in small letters. The oldest board keeps it, others of that name add their id. */
function nameBoards(boards: Record<string, unknown>[]): Map<unknown, string> {
  const taken = new Set<string>();
  return new Map(
    boards.map(({ id, name }) => {
      const words = String(name)
        .normalize("NFKD")
        .toLowerCase()
        .replace(/\p{M}/gu, "")
        .replace(/[^\p{L}\p{N}]+/gu, "-");
      const chars = [...words].slice(0, mostNameChars);
      while (Buffer.byteLength(chars.join("")) > mostNameBytes) chars.pop();
      const short = chars.join("").replace(/^-+|-+$/g, "");
      const isFree = short !== "" && !reserved.test(short) && !taken.has(sameName(short));
      const chosen = isFree ? short : [short, id].filter(Boolean).join("-");
      taken.add(sameName(chosen));
      return [id, chosen];
    }),
  );
}

/** The same for names that a disk may take for one file: in another case or another form, such as "σ" and "ς". */
export function sameName(name: string): string {
  return name.normalize("NFC").toUpperCase();
}

/** Whether a path in a fleet folder is one of its files. */
export function isFleetPath(path: string): boolean {
  return path === settingsFile || ofNoBoard.some(([known]) => known === path) || isBoardPath(path);
}

export function isBoardPath(path: string): boolean {
  return /^boards\/[^/]+\.json$/i.test(path);
}

/** Whether an export wrote this text: then another export may replace it. */
export function isExported(text: string): boolean {
  try {
    const content: unknown = JSON.parse(text);
    return isJsonObject(content) && content.format === fleetFormat;
  } catch {
    return false;
  }
}
