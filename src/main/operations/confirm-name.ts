import { FlightDeckError } from "../../shared/errors.ts";

/**
 * Holds a deletion to the name that was typed.
 *
 * @throws FlightDeckError bad-input
 */
export function confirmName(kind: "gateway" | "board" | "agent", name: string, typed: string): void {
  if (typed.trim() === name.trim()) return;
  throw new FlightDeckError(
    "bad-input",
    `The name that was typed is not that of the ${kind} "${name}".`,
    "Type the name exactly as it is shown. Nothing was deleted.",
  );
}
