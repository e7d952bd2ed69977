import type { AgentOutcome } from "./sync.ts";

/** Why an agent is not done whose files were being written when the run ended, and what is known of them. */
export function cutOffReason(
  why: string,
  { filesWritten, filesUncertain }: Pick<AgentOutcome, "filesWritten" | "filesUncertain">,
): string {
  const written = filesWritten.length > 0 ? [`written: ${filesWritten.join(", ")}`] : [];
  const uncertain = filesUncertain.length > 0 ? [`not known whether written: ${filesUncertain.join(", ")}`] : [];
  return [`${why} while its files were being written`, ...written, ...uncertain].join("; ");
}
