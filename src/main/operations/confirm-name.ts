import { FlightDeckError, hintsOf } from "../../shared/errors.ts";

/**
 * Checks the name that was typed to confirm a deletion.
 * @throws FlightDeckError bad-input
 */
export function confirmName(kind: "gateway" | "board" | "organization" | "agent", name: string, typed: string): void {
  if (typed.trim() === name.trim()) return;
  throw new FlightDeckError(
    "bad-input",
    `The typed name does not match the ${kind} "${name}".`,
    hintsOf("bad-input").typedName,
  );
}
