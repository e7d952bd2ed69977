import { FlightDeckError } from "../../../shared/errors.ts";
import type { Agent } from "../../../shared/records.ts";

/* Errors about tokens that Mission Control replaced during a run. */

const again = "Sync again: the token that is in the agent's file then decides.";

export function otherTokenThere({ name }: Pick<Agent, "name">): FlightDeckError {
  return new FlightDeckError(
    "push-conflict",
    `Mission Control gave agent "${name}" another token during the run, which is not the one in its file. Flight Deck remembers the hash of the token in the file.`,
    again,
  );
}

export function tokenTakenOver({ name }: Pick<Agent, "name">): FlightDeckError {
  return new FlightDeckError(
    "push-conflict",
    `Mission Control gave agent "${name}" another token during the run and wrote it into the agent's file. Flight Deck has kept that one, and its own new token is void.`,
    "Sync this agent again: Mission Control may have replaced more of its files.",
  );
}
