import { type AnyColumn, inArray, type SQL, sql } from "./drizzle.ts";

/** `column IN (values)` with the values as one variable: SQLite takes no more than 32,766 of them. */
export function inJsonList(column: AnyColumn, values: readonly string[]): SQL {
  return inArray(column, sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`);
}
