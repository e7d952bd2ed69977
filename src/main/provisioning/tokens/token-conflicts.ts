import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { Agent } from "../../../shared/records.ts";

/* Errors about tokens that Mission Control replaced during a run. */

export function otherTokenThere({ name }: Pick<Agent, "name">): FlightDeckError {
  return new FlightDeckError(
    "push-conflict",
    `Mission Control gave agent "${name}" another token during the run, which is not the one in its file. Flight Deck remembers the hash of the token in the file.`,
    hintsOf("push-conflict").fileDecides,
  );
}

export function tokenTakenOver({ name }: Pick<Agent, "name">): FlightDeckError {
  return new FlightDeckError(
    "push-conflict",
    `Mission Control gave agent "${name}" another token during the run and wrote it into the agent's file. Flight Deck has kept that one, and its own new token is void.`,
    hintsOf("push-conflict").restOfFiles,
  );
}
