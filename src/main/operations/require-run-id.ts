import { FlightDeckError, hintsOf } from "../../shared/errors.ts";

/** @throws FlightDeckError bad-input when there was nothing to do */
export function requireRunId(runId: string | null): string {
  if (runId !== null) return runId;
  throw new FlightDeckError(
    "bad-input",
    "Nothing to retry: the agent has been provisioned since.",
    hintsOf("bad-input").provisionedAlready,
  );
}
