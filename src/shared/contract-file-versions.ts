import { z } from "zod";
import { base, returns } from "./contract-base.ts";
import type { FileComparison, FileVersionRow } from "./file-history.ts";

const file = z.object({ id: z.string(), fileName: z.string() });
const side = z.union([z.number().int(), z.literal("now")]);

/** The part of the contract about the versions of agents' files; `id` is the agent's. */
export const fileVersionsContract = {
  /** The latest first. */
  list: base.input(file).output(returns<FileVersionRow[]>()),
  /** Starts a run that plans what brings a version back, and returns its id. Writes nothing. */
  restore: base.input(file.extend({ versionId: z.number().int() })).output(returns<{ runId: string }>()),
  /** What differs from one version to another; `now` reads the file on its gateway. Reads only. */
  compare: base.input(file.extend({ from: side, to: side })).output(returns<FileComparison>()),
};
