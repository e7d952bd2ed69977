import { sql } from "./drizzle.ts";

/**
 * The order of runs, the latest first: that of their rows, which SQLite numbers as they are added. A clock may be set back, and
 * the next run then starts before those that are recorded.
 */
export const latestRunFirstSql = "runs.rowid DESC";

export const latestRunFirst = sql.raw(latestRunFirstSql);
