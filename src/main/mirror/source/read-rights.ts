import type pg from "pg";
import { hintsOf } from "../../../shared/errors.ts";
import type { Hint } from "../../../shared/hint-words.ts";
import type { MirrorStageResult } from "../../../shared/mirror.ts";
import type { SourceSchema } from "./read-source-schema.ts";

const refused = hintsOf("mirror-refused");

export type SourceRights = { isReadOnly: boolean; stage: MirrorStageResult };

/** Finds out whether the role may read all mirrored tables, and whether it may write those that change here. */
export async function readRights(client: pg.Client, { tables }: SourceSchema): Promise<SourceRights> {
  const needed = tables.flatMap(({ table: { name, isWrittenHere, isDeletedThere } }) => [
    { name, right: "SELECT" },
    // Rows are locked before they are written, for which PostgreSQL wants UPDATE.
    ...(isWrittenHere ? ["INSERT", "UPDATE"].map((right) => ({ name, right })) : []),
    ...(isDeletedThere ? [{ name, right: "DELETE" }] : []),
  ]);
  const { rows } = await client.query<{ name: string; right: string; granted: string }>(
    `SELECT name, "right", has_table_privilege(to_regclass(name), "right") AS granted
     FROM unnest($1::text[], $2::text[]) AS needed (name, "right")`,
    [needed.map(({ name }) => name), needed.map(({ right }) => right)],
  );
  const missing = rows.filter(({ granted }) => granted !== "t");
  const unreadable = missing.filter(({ right }) => right === "SELECT").map(({ name }) => name);
  if (unreadable.length > 0) {
    const text = `The user may not read ${unreadable.join(", ")}.`;
    const hint = refused.grantSelect(unreadable.join(", "));
    return { isReadOnly: true, stage: { stage: "rights", result: "failed", text, hint } };
  }
  const hidden = await tablesWithHiddenRows(client, tables);
  if (hidden.length > 0) {
    const text = `Row-level security hides rows of ${hidden.join(", ")} from the user: they would look deleted.`;
    const hint = refused.hiddenRows;
    return { isReadOnly: true, stage: { stage: "rights", result: "failed", text, hint } };
  }
  if (await refusesWrites(client)) {
    return readOnly("The server takes no changes: it is a replica, or read-only by its settings.", refused.primary);
  }
  if (missing.length > 0) {
    const lacking = missing.map(({ name, right }) => `${right} on ${name}`).join(", ");
    return readOnly(`The user may read, but not write: it lacks ${lacking}.`, refused.grantWrites);
  }
  return {
    isReadOnly: false,
    stage: { stage: "rights", result: "ok", text: "The user may read and write.", hint: null },
  };
}

function readOnly(text: string, hint: Hint): SourceRights {
  return {
    isReadOnly: true,
    stage: { stage: "rights", result: "notice", text: `${text} Nothing is written back.`, hint },
  };
}

async function tablesWithHiddenRows(client: pg.Client, tables: SourceSchema["tables"]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT name FROM unnest($1::text[]) AS mirrored (name) WHERE row_security_active(name)",
    [tables.map(({ table }) => table.name)],
  );
  return rows.map(({ name }) => name);
}

async function refusesWrites(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ refuses: string }>(
    "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean AS refuses",
  );
  return rows[0]?.refuses === "t";
}
