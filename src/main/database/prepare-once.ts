import type { Database } from "./database.ts";

type Sqlite = Database["sqlite"];
type Statement<Params extends object, Row> = ReturnType<typeof prepare<Params, Row>>;

const statements = new WeakMap<Sqlite, Map<string, unknown>>();

/**
 * A statement prepared when first used: preparing takes longer than running one, and these run for every agent of a fleet. For
 * statements with named parameters whose rows, if any, are read all at once.
 */
export function prepareOnce<Params extends object, Row = unknown>(db: Database, sql: string): Statement<Params, Row> {
  const known = statements.get(db.sqlite) ?? new Map<string, unknown>();
  statements.set(db.sqlite, known);
  const statement = (known.get(sql) as Statement<Params, Row> | undefined) ?? prepare<Params, Row>(db.sqlite, sql);
  known.set(sql, statement);
  return statement;
}

function prepare<Params extends object, Row>(sqlite: Sqlite, sql: string) {
  return sqlite.prepare<Params, Row>(sql);
}
