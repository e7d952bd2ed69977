import { statfsSync } from "node:fs";
import type { Database } from "./database.ts";

/** The size of a database, with its unused pages. */
export function databaseSizeBytes({ sqlite }: Pick<Database, "sqlite">): number {
  const figure = (pragma: string) => Number(sqlite.pragma(pragma, { simple: true }));
  return figure("page_count") * figure("page_size");
}

/** How much this user can still write to the disk of a folder. */
export function freeSpaceBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
