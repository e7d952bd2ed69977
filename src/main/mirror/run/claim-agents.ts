import type pg from "pg";
import { beginWriting } from "../push/remote-rows.ts";
import type { SourceTable } from "../source/read-source-schema.ts";

/** The marks by which Mission Control's worker gives an agent a new token by itself. */
const marks = ["checkin_deadline_at", "provision_requested_at", "provision_action"];

/**
 * Clears the marks of agents, and raises their generation, so that work that Mission Control's worker has begun for them
 * counts as outdated. Older databases lack these columns, and the worker.
 * @param onlyMarked leaves agents without marks as they are
 */
export async function claimAgents(
  client: pg.Client,
  { columnNames }: SourceTable,
  ids: readonly string[],
  { onlyMarked }: { onlyMarked: boolean },
): Promise<void> {
  const there = marks.filter((name) => columnNames.has(name));
  const raise = columnNames.has("lifecycle_generation")
    ? ["lifecycle_generation = coalesce(lifecycle_generation, 0) + 1"]
    : [];
  const assignments = [...there.map((name) => `${name} = NULL`), ...raise];
  if (assignments.length === 0 || ids.length === 0) return;
  const isMarked = there.map((name) => `${name} IS NOT NULL`).join(" OR ") || "false";
  await beginWriting(client);
  await client.query("SELECT FROM agents WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE", [ids]);
  await client.query(
    `UPDATE agents SET ${assignments.join(", ")} WHERE id = ANY($1::uuid[])${onlyMarked ? ` AND (${isMarked})` : ""}`,
    [ids],
  );
  await client.query("COMMIT");
}
