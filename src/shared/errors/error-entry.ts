import type { Hint } from "../hint-words.ts";

export type Remedy = "repair-tokens" | "reset-sessions" | "take-over" | "plan-again";

/** Everything about an error code but the place that throws it. */
export type ErrorEntry = {
  /** The heading above the affected agents in the window. */
  title: string;
  /** What a command that fails with it ends with; the numbers are in `cli/exit-codes.ts`. */
  exit: "withErrors" | "badInput" | "noGateway" | "storage" | "cancelled";
  /** Whether it ends the whole run: the gateway stayed away or refused us, so trying further agents is pointless. */
  endsRun: boolean;
  /** The button that the window offers beside the affected agents. */
  remedy?: Remedy;
  /** What to do next, for each situation in which it is thrown. */
  hints: { [situation: string]: Hint | ((...values: string[]) => Hint) };
};
