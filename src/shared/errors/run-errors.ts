import { hint } from "../hint-words.ts";
import type { ErrorEntry } from "./error-entry.ts";

/* Plans and runs as a whole, and errors in Flight Deck itself. */

const newPlan = (then: string) => hint(`Make a new plan${then}.`, `Make a new plan with \`plan save\`${then}.`);

export const runErrors = {
  "plan-moved": {
    title: "Something changed since the plan was made",
    exit: "withErrors",
    endsRun: false,
    remedy: "plan-again",
    hints: {
      review: newPlan(", review it, then apply that"),
      settings: newPlan(" and look at its configuration diff, then apply that"),
      presentAgents: newPlan(" of the present agents"),
    },
  },
  "run-in-progress": {
    title: "Another run is in progress",
    exit: "withErrors",
    endsRun: false,
    hints: {
      wait: hint(
        "Wait until it ends, or cancel it, then try again.",
        "Wait until it ends (`sync --wait` does), or cancel it, then try again.",
      ),
      otherProcess: hint("Wait until the command has ended, or quit the other Flight Deck, then try again."),
      askOperator: hint(
        "Wait until it ends, or ask that operator to cancel it, then try again.",
        "Wait until it ends (`sync --wait` does), or ask that operator to cancel it, then try again.",
      ),
    },
  },
  cancelled: {
    title: "The run was cancelled",
    exit: "cancelled",
    endsRun: false,
    hints: {
      syncAgain: hint("Sync again to do the rest; finished agents will be unchanged."),
      runAgain: hint("", "Run the command again."),
    },
  },
  internal: {
    title: "An error in Flight Deck",
    exit: "withErrors",
    endsRun: false,
    hints: {
      reportRun: hint("This is an error in Flight Deck: please report it with the run's id."),
      reportCommand: hint("", "This is an error in Flight Deck: please report it with the command you ran."),
      reportLog: hint("Sync again; if it happens again, report it with the log file of the data folder."),
      exportDiagnostics: hint(
        'Try again. If it happens again, use "Export diagnostics" in "Settings" and report it.',
        "",
      ),
      installAgain: hint("Install Flight Deck again."),
      installOrReport: hint("Install Flight Deck again; if that does not help, report this text."),
      build: hint("", "Run `npm run build` to see why; `npm ci` puts back packages that are damaged."),
    },
  },
} satisfies Record<string, ErrorEntry>;
