import type { Database } from "./open-database.ts";
import { prepareOnce } from "./prepare-once.ts";

type TextRow = { text: string | null };

/** A board's success metrics as stored, with the order, spaces and spelling that parsing loses; null if it has none. */
export function readSuccessMetricsText(db: Database, boardId: string): string | null {
  const statement = prepareOnce<{ id: string }, TextRow>(
    db,
    "SELECT CAST(success_metrics AS TEXT) AS text FROM boards WHERE id = :id",
  );
  return statement.get({ id: boardId })?.text ?? null;
}

/** The same for an agent's identity profile. */
export function readIdentityProfileText(db: Database, agentId: string): string | null {
  const statement = prepareOnce<{ id: string }, TextRow>(
    db,
    "SELECT CAST(identity_profile AS TEXT) AS text FROM agents WHERE id = :id",
  );
  return statement.get({ id: agentId })?.text ?? null;
}
