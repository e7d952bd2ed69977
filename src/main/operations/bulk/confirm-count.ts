import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";

/**
 * Checks the number that was typed to confirm a deletion of many records.
 * @throws FlightDeckError bad-input
 */
export function confirmCount(kind: "agent" | "board", count: number, typed: number): void {
  const what = `${count} ${kind}${count === 1 ? "" : "s"}`;
  if (count === 0) {
    throw new FlightDeckError(
      "bad-input",
      `None of the chosen ${kind}s can be deleted.`,
      hintsOf("bad-input").typedCount,
    );
  }
  if (typed === count) return;
  throw new FlightDeckError(
    "bad-input",
    `${what} would be deleted, and the confirmed number is ${typed}.`,
    hintsOf("bad-input").typedCount,
  );
}
