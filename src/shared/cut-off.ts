import type { AgentOutcome } from "./sync.ts";

/** The reason of an agent whose files were being written when the run ended, with what is known about them. */
export function cutOffReason(
  why: string,
  { filesWritten, filesUncertain }: Pick<AgentOutcome, "filesWritten" | "filesUncertain">,
): string {
  const written = filesWritten.length > 0 ? [`written: ${filesWritten.join(", ")}`] : [];
  const uncertain = filesUncertain.length > 0 ? [`not known whether written: ${filesUncertain.join(", ")}`] : [];
  return [`${why} while its files were being written`, ...written, ...uncertain].join("; ");
}
