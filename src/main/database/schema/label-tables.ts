import { index, primaryKey, sqliteTable, text } from "../drizzle.ts";
import { agents, boards } from "./record-tables.ts";

/* Labels of agents and boards (shared/labels). Mission Control has no column for them. */

export const agentLabels = sqliteTable(
  "agent_labels",
  {
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id, { onDelete: "cascade" }),
    label: text("label").notNull(),
  },
  (row) => [primaryKey({ columns: [row.agentId, row.label] }), index("agent_labels_by_label").on(row.label)],
);

export const boardLabels = sqliteTable(
  "board_labels",
  {
    boardId: text("board_id")
      .notNull()
      .references(() => boards.id, { onDelete: "cascade" }),
    label: text("label").notNull(),
  },
  (row) => [primaryKey({ columns: [row.boardId, row.label] }), index("board_labels_by_label").on(row.label)],
);
