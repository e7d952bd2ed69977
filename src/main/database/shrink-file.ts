import type { Database } from "./database.ts";

/** So many unused pages stay for the next runs: giving back what is needed again soon would only cost writes. */
const sparePages = 512;
const spareShare = 0.05;
/** 2 MB at a time, which takes some milliseconds. */
const pagesPerStep = 512;

/** Gives unused pages of the file back, a few at a time. @returns false when there is nothing to give back */
export function shrinkFile(db: Database): boolean {
  const figure = (pragma: string) => Number(db.sqlite.pragma(pragma, { simple: true }));
  const spare = Math.max(sparePages, Math.floor(figure("page_count") * spareShare));
  const excess = figure("freelist_count") - spare;
  if (excess <= 0 || !isShrinkable(db)) return false;
  db.sqlite.pragma(`incremental_vacuum(${Math.min(excess, pagesPerStep)})`);
  return true;
}

/** Whether unused pages can be given back in steps. Databases of earlier versions cannot, until `makeShrinkable`. */
export function isShrinkable(db: Database): boolean {
  return db.sqlite.pragma("auto_vacuum", { simple: true }) === incremental;
}

const incremental = 2;

/** Moves what the log holds into the file, as far as no reader needs it: only then the file becomes shorter. */
export function settleLog(db: Database): void {
  db.sqlite.pragma("wal_checkpoint(PASSIVE)");
}
