import { z } from "zod";
import type { BinEntry, BinRestoration } from "./bin.ts";
import { base, returns } from "./contract-base.ts";

/** The part of the contract about deleted records. */
export const binContract = {
  /** The latest first. */
  list: base.output(returns<BinEntry[]>()),
  /** Brings a record back with all that was deleted with it, or nothing if something is in the way. */
  restore: base.input(z.object({ id: z.string() })).output(returns<BinRestoration>()),
  /** Deletes everything in the bin for good. Answers how many entries. */
  empty: base.output(returns<{ deleted: number }>()),
};

/** The entry in the bin of what was deleted; null for what can be had again without it. */
export type Deletion = { binId: string | null };
