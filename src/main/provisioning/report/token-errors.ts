import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { Hint } from "../../../shared/hint-words.ts";
import type { SyncOptions } from "../../../shared/sync-options.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";

export type UnreadableToken = {
  inRoster: boolean;
  /** The file that holds the token. */
  fileName: string;
  options: Pick<SyncOptions, "fileNames">;
  /** The gateway had another dialect before: its token may be in a file that the new one does not serve. */
  wasUpgraded: boolean;
};

export function unreadableToken(
  { agent }: ScopedAgent,
  { inRoster, fileName, options, wasUpgraded }: UnreadableToken,
): FlightDeckError {
  const hadToken = agent.agentTokenHash !== null;
  const why = inRoster
    ? `no AUTH_TOKEN can be read from ${fileName} on the gateway`
    : hadToken
      ? "it had a token, but is not on the gateway now, so its files with the token cannot be read"
      : "it is not on the gateway yet, and a sync of chosen files adds no agents";
  return new FlightDeckError(
    "token-unreadable",
    `Agent "${agent.name}" was skipped: ${why}.`,
    hintFor(options, inRoster && hadToken && wasUpgraded),
  );
}

function hintFor({ fileNames }: UnreadableToken["options"], isLeftByUpgrade: boolean): Hint {
  const { doctor, repair, wholeAgent } = hintsOf("token-unreadable");
  if (isLeftByUpgrade) return doctor;
  return fileNames === null ? repair : wholeAgent;
}

/**
 * @param isDryRun whether the tokens are only planned
 * @param hasSource whether Mission Control's database is the source; nothing is written back to it then
 */
export function tokensUnknownThere(
  names: string[],
  { isDryRun, hasSource }: { isDryRun: boolean; hasSource: boolean },
): FlightDeckError {
  const [first = "", ...others] = names;
  const who = others.length === 0 ? `Agent "${first}"` : `${names.length} of its agents, such as "${first}",`;
  const tokens = others.length === 0 ? "a new token" : "new tokens";
  const verb = isDryRun ? "would get" : others.length === 0 ? "gets" : "get";
  return new FlightDeckError(
    "token-unknown-there",
    `Mission Control will not know the tokens of this run, and will refuse the agents when they check in. ${who} ${verb} ${tokens}.`,
    hasSource ? hintsOf("token-unknown-there").writeBack : hintsOf("token-unknown-there").setSource,
  );
}

/** It is not known which of them is the token, and a sync that kept one would lose the others. */
export function unclearToken({ agent }: ScopedAgent, fileName: string): FlightDeckError {
  const why =
    agent.agentTokenHash === null ? "no hash is stored for it" : "none that was tried matches the stored hash";
  return new FlightDeckError(
    "token-unreadable",
    `Agent "${agent.name}" was skipped: several words in ${fileName} could be its AUTH_TOKEN, and ${why}.`,
    hintsOf("token-unreadable").severalLines(fileName),
  );
}

/** @param rival the name of the other installation, as the agent's file has it */
export function managedElsewhere({ agent }: ScopedAgent, rival: string): FlightDeckError {
  return new FlightDeckError(
    "agent-managed-elsewhere",
    `Agent "${agent.name}" was left alone: it is managed by another installation, ${rival}, which gave it its token.`,
    hintsOf("agent-managed-elsewhere").takeOver,
  );
}

export function mismatchedToken({ agent }: ScopedAgent): FlightDeckError {
  const why = agent.agentTokenHash
    ? "does not match the stored hash"
    : "cannot be checked, because no hash is stored for it";
  return new FlightDeckError(
    "token-mismatch",
    `The AUTH_TOKEN of agent "${agent.name}" ${why}: Mission Control may refuse the agent.`,
    hintsOf("token-mismatch").repair,
  );
}

/**
 * The file is unchanged since the token was verified in it, but the token can no longer be read: an earlier version wrote it
 * so.
 */
export function tokenGone({ agent }: ScopedAgent, fileName: string): FlightDeckError {
  return new FlightDeckError(
    "token-unreadable",
    `Agent "${agent.name}" was not synced: ${fileName} no longer holds its AUTH_TOKEN.`,
    hintsOf("token-unreadable").repair,
  );
}
