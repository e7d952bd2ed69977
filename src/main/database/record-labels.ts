import type { LabelUse } from "../../shared/labels.ts";
import { eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { agentLabels, boardLabels } from "./schema/label-tables.ts";

/** The records that have labels. */
export type Labelled = "agent" | "board";

/** The labels of every agent, or of every board, that has one; sorted. */
export function readLabels(db: Pick<Database, "orm">, kind: Labelled): Map<string, string[]> {
  const rows =
    kind === "agent"
      ? db.orm.select({ id: agentLabels.agentId, label: agentLabels.label }).from(agentLabels).all()
      : db.orm.select({ id: boardLabels.boardId, label: boardLabels.label }).from(boardLabels).all();
  const labels = Map.groupBy(rows, ({ id }) => id);
  return new Map([...labels].map(([id, of]) => [id, of.map(({ label }) => label).toSorted()]));
}

/** Replaces the labels of a record. */
export function saveLabels(db: Pick<Database, "orm">, kind: Labelled, id: string, labels: readonly string[]): void {
  if (kind === "agent") {
    db.orm.delete(agentLabels).where(eq(agentLabels.agentId, id)).run();
    for (const label of labels) db.orm.insert(agentLabels).values({ agentId: id, label }).run();
  } else {
    db.orm.delete(boardLabels).where(eq(boardLabels.boardId, id)).run();
    for (const label of labels) db.orm.insert(boardLabels).values({ boardId: id, label }).run();
  }
}

/** Every label in use, the most used first. */
export function listLabels(db: Database): LabelUse[] {
  return db.sqlite
    .prepare<[], LabelUse>(`
      SELECT label, SUM(agent) AS agents, SUM(1 - agent) AS boards
      FROM (SELECT label, 1 AS agent FROM agent_labels UNION ALL SELECT label, 0 FROM board_labels)
      GROUP BY label ORDER BY COUNT(*) DESC, label
    `)
    .all();
}

/** The agents that have a label, themselves or through their boards, in the order of a sync. */
export function listAgentIdsWithLabel(db: Database, label: string): string[] {
  return db.sqlite
    .prepare<[string, string], string>(`
      SELECT id FROM agents
      WHERE id IN (SELECT agent_id FROM agent_labels WHERE label = ?)
        OR board_id IN (SELECT board_id FROM board_labels WHERE label = ?)
      ORDER BY created_at, id
    `)
    .pluck()
    .all(label, label);
}
