import type { Plan } from "./plan.ts";

/** Files that open in Flight Deck, by the ending of their names. Their content decides what they are. */
export const fileEndings = { fleet: "flightfleet", plan: "flightplan" } as const;

/** A file that the operator opened with Flight Deck. Opening it changes nothing. */
export type OpenedFile = { name: string } & (
  | { kind: "fleet"; text: string }
  /** `isMadeHere`: the run that made it is in the history, and `plan` is what that keeps, not what the file says. */
  | { kind: "plan"; plan: Plan; isMadeHere: boolean }
);
