import { FlightDeckError } from "../../shared/errors.ts";
import type { ScopedAgent } from "./plan-agent.ts";

const repair = 'Sync again with "Repair tokens" (--rotate-tokens on the command line)';

export function unreadableToken({ agent }: ScopedAgent, inRoster: boolean): FlightDeckError {
  const why = inRoster
    ? "no AUTH_TOKEN can be read from its files"
    : "it had a token before, but is not on the gateway now, and its token is not either";
  return new FlightDeckError(
    "token-unreadable",
    `Agent "${agent.name}" was skipped: ${why}.`,
    `${repair}: every agent whose token cannot be read gets a new one.`,
  );
}

export function mismatchedToken({ agent }: ScopedAgent): FlightDeckError {
  const why = agent.agentTokenHash
    ? "does not match the stored hash"
    : "cannot be checked, because no hash is stored for it";
  return new FlightDeckError(
    "token-mismatch",
    `The AUTH_TOKEN of agent "${agent.name}" ${why}: Mission Control may refuse the agent.`,
    `${repair} to give the agent a token that matches.`,
  );
}

/** The file is as it was when the token was verified in it, and still holds no token: an earlier version wrote it so. */
export function tokenGone({ agent }: ScopedAgent, fileName: string): FlightDeckError {
  return new FlightDeckError(
    "token-unreadable",
    `Agent "${agent.name}" was not synced: ${fileName} no longer holds its AUTH_TOKEN.`,
    `${repair}: every agent whose token cannot be read gets a new one.`,
  );
}
