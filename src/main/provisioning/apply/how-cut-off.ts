import type { AgentOutcome } from "../../../shared/sync.ts";
import { endReasonOf } from "../report/end-reason.ts";
import type { RunContext } from "../report/run-context.ts";

type Sent = Pick<AgentOutcome, "filesWritten" | "filesUncertain"> & {
  /** A new token may be in the files that is not current yet. */
  isNewTokenOpen: boolean;
};

const nothingSent: Sent = { filesWritten: [], filesUncertain: [], isNewTokenOpen: false };

/**
 * The outcome and reason of an agent that the end of the run interrupted: failed if files were sent, else not attempted, with
 * the state of its entry on the gateway.
 */
export function howCutOff(
  run: RunContext,
  error: unknown,
  entry: "added" | "changed" | null,
  { filesWritten, filesUncertain, isNewTokenOpen } = nothingSent,
): Pick<AgentOutcome, "outcome" | "reason"> {
  const why = endReasonOf(run, error);
  if (filesWritten.length > 0 || filesUncertain.length > 0) {
    return { outcome: "failed", reason: isNewTokenOpen ? `${why}+token-open` : why };
  }
  return { outcome: "not-attempted", reason: entry === null ? why : `${why}+entry-${entry}` };
}
