import { type AnyColumn, inArray, notInArray, type SQL, sql } from "./drizzle.ts";

/** `column IN (values)` with the values as one variable: SQLite allows at most 32,766 variables. */
export function inJsonList(column: AnyColumn, values: readonly string[]): SQL {
  return inArray(column, listed(values));
}

/** `column NOT IN (values)`, the same way. */
export function notInJsonList(column: AnyColumn, values: readonly string[]): SQL {
  return notInArray(column, listed(values));
}

function listed(values: readonly string[]): SQL {
  return sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
}
