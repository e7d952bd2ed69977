import { createRequire } from "node:module";

/**
 * drizzle, loaded as CommonJS. Its ES modules import each other in circles, and linking those costs Node a second and
 * 150 MB of garbage at every start (measured: 238 MB resident after the import, against 62 MB this way).
 * In a bundle they are ES modules again (electron.vite.config.ts). Not called `require`: there, electron-vite has one of its own.
 */
const load = createRequire(import.meta.url);

const orm: typeof import("drizzle-orm") = load("drizzle-orm");
const core: typeof import("drizzle-orm/sqlite-core") = load("drizzle-orm/sqlite-core");
const driver: typeof import("drizzle-orm/better-sqlite3") = load("drizzle-orm/better-sqlite3");
const migrator: typeof import("drizzle-orm/better-sqlite3/migrator") = load("drizzle-orm/better-sqlite3/migrator");

export const {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  getTableName,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  notInArray,
  or,
  sql,
} = orm;
export const { blob, customType, getTableConfig, index, integer, primaryKey, sqliteTable, text, uniqueIndex } = core;
export const { drizzle } = driver;
export const { migrate } = migrator;

export type { AnyColumn, SQL } from "drizzle-orm";
export type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
export type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
