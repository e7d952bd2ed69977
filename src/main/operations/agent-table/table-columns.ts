import { profileFields } from "../../../shared/profile-fields.ts";

/** What a column of a table of agents means: a setting of the agent, or `profile.` with a key of its identity. */
export type AgentColumn =
  | "name"
  | "board"
  | "lead"
  | "every"
  | "target"
  | "start"
  | "end"
  | "timezone"
  | `profile.${string}`;

const own: [column: AgentColumn, label: string, names: string[]][] = [
  ["name", "Name", ["name", "agent", "agent name"]],
  ["board", "Board", ["board", "board name"]],
  ["lead", "Lead", ["lead", "board lead", "is lead", "is board lead"]],
  ["every", "Heartbeat", ["heartbeat", "every", "wakes every", "heartbeat every", "interval"]],
  ["target", "Target", ["target", "heartbeat target", "answers go to", "channel"]],
  ["start", "Active from", ["active from", "start", "active hours start"]],
  ["end", "Active until", ["active until", "end", "active hours end"]],
  ["timezone", "Time zone", ["time zone", "time zone of the hours", "active hours timezone"]],
];

const ofProfile = profileFields.map(({ key, label }): [AgentColumn, string, string[]] => {
  return [`profile.${key}`, label, [label, key]];
});

const columns = [...own, ...ofProfile];
const byName = new Map(columns.flatMap(([column, , names]) => names.map((name) => [plain(name), column] as const)));
const labels = new Map(columns.map(([column, label]) => [column, label]));

/** What a column of this name means; undefined for a name that means nothing here. Case, spaces and signs do not matter. */
export function columnNamed(name: string): AgentColumn | undefined {
  return byName.get(plain(name));
}

/** The name of a column as Flight Deck writes it. */
export function labelOfColumn(column: AgentColumn): string {
  return labels.get(column) ?? column;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
