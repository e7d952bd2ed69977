import { cutOffReason } from "../../../shared/cut-off.ts";
import { messageOf } from "../../../shared/errors.ts";
import type { AgentOutcome } from "../../../shared/sync.ts";
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
  sent = nothingSent,
): Pick<AgentOutcome, "outcome" | "reason"> {
  const isLockLost = run.missionControl?.lost.aborted ?? false;
  const why = isLockLost ? "the gateway's lock was lost" : run.signal.aborted ? "cancelled" : messageOf(error);
  if (sent.filesWritten.length > 0 || sent.filesUncertain.length > 0) {
    const token = sent.isNewTokenOpen ? "; its new token counts after the next sync" : "";
    return { outcome: "failed", reason: `${cutOffReason(why, sent)}${token}` };
  }
  const after = entry === null ? "" : ` after its entry on the gateway was ${entry}; none of its files was written`;
  return { outcome: "not-attempted", reason: `${why}${after}` };
}
