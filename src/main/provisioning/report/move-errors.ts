import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import type { WorkspaceMove } from "../model/workspace-move.ts";

/* Messages about agents that change their workspace. */

const mostNamed = 8;

/** Why an agent that is otherwise synced has the outcome failed. */

export function workspaceKept({ agent }: ScopedAgent, move: WorkspaceMove): FlightDeckError {
  const { from, to } = move;
  return new FlightDeckError(
    "workspace-kept",
    `Agent "${agent.name}" keeps its workspace ${from} and does not move to ${to}: a move would leave behind ${whatStays(move)}.`,
    hintsOf("workspace-kept").copy(from, to),
  );
}

export function workspaceChanged({ agent }: ScopedAgent): FlightDeckError {
  return new FlightDeckError(
    "config-conflict",
    `The workspace of agent "${agent.name}" in the gateway's roster was changed by someone else while this sync was under way. Its entry was left as it is, and none of its files were written.`,
    hintsOf("config-conflict").workspaceMeanwhile,
  );
}

export function formerSelfStays({ agent, key }: ScopedAgent, formerKey: string): FlightDeckError {
  return new FlightDeckError(
    "workspace-left",
    `Agent "${agent.name}" has another id on the gateway now, ${key}. Its entry under the former one, ${formerKey}, is still there with its old files.`,
    hintsOf("workspace-left").formerAgent(formerKey),
  );
}

export function stillHere(agentName: string, key: string, gatewayName: string): FlightDeckError {
  return new FlightDeckError(
    "workspace-left",
    `Agent "${agentName}" moved to gateway "${gatewayName}" with its board. Its former self, ${key}, is still on this gateway, with its files, heartbeat and token.`,
    hintsOf("workspace-left").formerAgent(key),
  );
}

export function formerHomeAway({ agent }: ScopedAgent, gatewayName: string, why: string): FlightDeckError {
  return new FlightDeckError(
    "workspace-kept",
    `Agent "${agent.name}" moved here with its board, but its files on gateway "${gatewayName}" could not be read: ${why}`,
    hintsOf("workspace-kept").readFormer(gatewayName),
  );
}

export function leftBehind({ agent }: ScopedAgent, move: WorkspaceMove): FlightDeckError {
  const { from, to } = move;
  return new FlightDeckError(
    "workspace-left",
    `Agent "${agent.name}" moved from ${from} to ${to}. Flight Deck could not take along ${whatStays(move)}.`,
    hintsOf("workspace-left").copyFrom(from),
  );
}

export function keptInNewPlace({ agent }: ScopedAgent, move: WorkspaceMove, names: string[]): FlightDeckError {
  const isOne = names.length === 1;
  return new FlightDeckError(
    "workspace-left",
    `${names.join(" and ")} of agent "${agent.name}" ${isOne ? "was" : "were"} not moved: ${move.to} has ${isOne ? "another one" : "others"}, which ${isOne ? "was" : "were"} kept.`,
    hintsOf("workspace-left").compare(move.from),
  );
}

export function notCarried({ agent }: ScopedAgent, move: WorkspaceMove, name: string, why: string): FlightDeckError {
  return new FlightDeckError(
    "file-rejected",
    `${name} of agent "${agent.name}" could not be written into ${move.to}: ${why}`,
    hintsOf("file-rejected").keepsIt(move.from),
  );
}

function whatStays({ leaves, isListed }: WorkspaceMove): string {
  const names = leaves.slice(0, mostNamed).map(({ name, why }) => (why === notText ? `${name} (${why})` : name));
  if (leaves.length > mostNamed) names.push(`${leaves.length - mostNamed} more`);
  if (!isListed) names.push("any notes and other files, which this gateway does not list");
  const last = names.pop() ?? "";
  return names.length > 0 ? `${names.join(", ")} and ${last}` : last;
}

const notText = "not UTF-8 text";
