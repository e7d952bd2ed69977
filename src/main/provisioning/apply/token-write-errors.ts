import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { Agent } from "../../../shared/records.ts";
import type { AgentPlan } from "../plan/plan-agent.ts";
import type { NotCurrent } from "../tokens/token-book.ts";
import { otherTokenThere, tokenTakenOver } from "../tokens/token-conflicts.ts";

/* Errors about a new token that did not reach all of an agent's files. */

export function notReadBack(plan: AgentPlan, why: string): FlightDeckError {
  return new FlightDeckError(
    "token-not-read-back",
    `Agent "${plan.scoped.agent.name}" was given a new token, but ${why.replace(/\.$/, "")}.`,
    hintsOf("token-not-read-back").repair,
  );
}

/** A valid token stays valid: the old one is still in its file. */
export function newTokenNotWritten({ scoped, token }: AgentPlan, tokenFile: string): FlightDeckError {
  const isRekey = token.kind === "mint" && token.reason === "rekey";
  const what = isRekey ? "keeps its old token" : "still has no valid token";
  return new FlightDeckError(
    "token-not-written",
    `Agent "${scoped.agent.name}" ${what}: ${tokenFile} could not be written with the new one.`,
    isRekey ? hintsOf("token-not-written").rekey(tokenFile) : hintsOf("token-not-written").repair(tokenFile),
  );
}

export function newTokenNotEverywhere({ scoped }: AgentPlan, fileNames: string[]): FlightDeckError {
  return new FlightDeckError(
    "token-not-written",
    `Agent "${scoped.agent.name}" has a new token, but ${fileNames.join(" and ")} could not be written with it.`,
    hintsOf("token-not-written").rest,
  );
}

/** A new token that is in the agent's file but did not become current. */
export function notCurrent(agent: Agent, why: NotCurrent): FlightDeckError {
  if (why.kind === "not-pushed") return why.error;
  return why.kind === "taken-over" ? tokenTakenOver(agent) : otherTokenThere(agent);
}
