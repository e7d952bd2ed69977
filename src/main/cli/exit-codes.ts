import { type ErrorCode, errorEntry } from "../../shared/errors.ts";
import type { Plan } from "../../shared/plan.ts";
import { hasChanges } from "../../shared/plan-work.ts";
import type { RunError, RunStatus, SyncReport } from "../../shared/sync.ts";

/** The exit codes of the command line. */
export const exitCodes = {
  done: 0,
  withErrors: 1,
  badInput: 2,
  noGateway: 3,
  storage: 4,
  changesPending: 10,
  cancelled: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code of a command that failed with an error. */
export function exitCodeOfError(code: ErrorCode): ExitCode {
  return exitCodes[errorEntry(code).exit];
}

type EndedRun = { status: RunStatus; report: SyncReport; plan: Plan | null };

/** The exit code of a run that has ended, for any of its results. */
export function exitCodeOfRun({ status, report, plan }: EndedRun): ExitCode {
  const isOfDatabase = ({ severity, code }: RunError) => severity === "error" && errorEntry(code).exit === "storage";
  if (report.errors.some(isOfDatabase)) return exitCodes.storage;
  switch (status) {
    case "succeeded":
      return plan && hasChanges(plan) ? exitCodes.changesPending : exitCodes.done;
    case "cancelled":
      return exitCodes.cancelled;
    case "unreachable":
      return exitCodes.noGateway;
    default:
      // A gateway that is too old ends the run as failed, but counts as "refused us".
      return report.errors.some(({ code }) => code === "gateway-too-old") ? exitCodes.noGateway : exitCodes.withErrors;
  }
}
