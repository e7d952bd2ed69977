import type { Database } from "./open-database.ts";

type Sqlite = Database["sqlite"];
type Statement<Params extends object, Row> = ReturnType<typeof prepare<Params, Row>>;

const statements = new WeakMap<Sqlite, Map<string, unknown>>();

/**
 * A statement that is prepared the first time it is asked for: preparing takes longer than running one that is asked for every
 * agent of a fleet. For statements with named parameters that are run, or whose rows are taken all at once.
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
