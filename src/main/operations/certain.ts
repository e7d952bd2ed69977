import { FlightDeckError } from "../../shared/errors.ts";

/** @throws FlightDeckError bad-input when there turned out to be nothing to do */
export function certain(runId: string | null): string {
  if (runId !== null) return runId;
  throw new FlightDeckError(
    "bad-input",
    "There is nothing to do again: the agent was provisioned since.",
    "Sync its board if its files shall be brought up to date.",
  );
}
