/** A row of a table of agents, with what is wrong with it. */
export type AgentTableRow = {
  /** From 1, the line with the names of the columns included. */
  row: number;
  /** As many as there are columns. */
  cells: string[];
  faults: string[];
};

/** A table of agents as it was read: what would be added, or was. */
export type AgentTableReport = {
  /** The columns that were read, as Flight Deck calls them. */
  columns: string[];
  /** Names of columns that mean nothing here; they are left out. */
  unknownColumns: string[];
  /** What is wrong with the table as a whole. */
  faults: string[];
  rows: AgentTableRow[];
  /** The agents to add, in the order of the rows. Nothing is added while there are faults. */
  agents: { name: string; boardName: string; isLead: boolean }[];
};

/** Whether nothing is wrong with a table that has agents. */
export function canAddAgents({ faults, rows, agents }: AgentTableReport): boolean {
  return agents.length > 0 && faults.length === 0 && rows.every((row) => row.faults.length === 0);
}

/** The longest table that is read. */
export const mostTableChars = 1_000_000;

/** The columns that a table may have, as an operator is told. */
export const agentTableColumns =
  "Name, Board, Lead, Role, Heartbeat, Target, Active from, Active until, Time zone, and the other fields of an agent's identity";
