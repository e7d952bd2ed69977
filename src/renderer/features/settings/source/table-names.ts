const names: Record<string, [one: string, many: string]> = {
  organizations: ["organization", "organizations"],
  users: ["user", "users"],
  organization_members: ["member", "members"],
  gateways: ["gateway", "gateways"],
  boards: ["board", "boards"],
  agents: ["agent", "agents"],
  board_memory: ["chat command", "chat commands"],
};

/** "3 boards": rows of a table of Mission Control, in the words of the window. */
export function rowsOf(table: string, count: number): string {
  const [one, many] = names[table] ?? [table, table];
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** "Board", for one row of the table. */
export function kindOfRow(table: string): string {
  const [one] = names[table] ?? [table];
  return one.charAt(0).toUpperCase() + one.slice(1);
}
