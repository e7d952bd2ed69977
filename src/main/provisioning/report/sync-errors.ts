import { FlightDeckError } from "../../../shared/errors.ts";
import type { Gateway } from "../../../shared/records.ts";
import { GatewayCallError } from "../../gateway/failure.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";

/* Errors and warnings of a sync, mostly about the run as a whole. */

export function mainMissing(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "main-agent-missing",
    `Gateway "${gateway.name}" has no main agent in our records, so it was not synced.`,
    "Ensure the gateway's main agent, or sync without it (--no-include-main).",
  );
}

export function noOwner(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "no-owner",
    `The organization of gateway "${gateway.name}" has no owner: the files say nothing about the user.`,
    "Give a member of the organization the role owner, then sync again.",
  );
}

export function visibilityTakenBack(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "config-rejected",
    `Gateway "${gateway.name}" lost its agents when it restarted for channels.defaults.heartbeat, so Flight Deck removed that setting again.`,
    "There is nothing to do. OpenClaw 2026.5.12 and newer do not have this fault; there you can add the setting yourself.",
  );
}

/** Up to 2026.3.28. An earlier Flight Deck added the setting itself, but it may also be the operator's. */
export function execNeedsApproval(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "exec-needs-approval",
    `Agents on gateway "${gateway.name}" cannot check in: its setting tools.exec.host is "gateway", and on this version of OpenClaw every shell command then waits for an approval.`,
    'Earlier versions of Flight Deck added this setting. If you did not set it yourself, remove it on the gateway\'s host: "openclaw config unset tools.exec.host". To keep it, set tools.exec.security to "full" there, which runs commands without approval. Flight Deck changes neither.',
  );
}

export function sessionOutdated({ agent }: ScopedAgent, hasNewToken: boolean): FlightDeckError {
  const what = hasNewToken ? "files and the token" : "files";
  return new FlightDeckError(
    "session-outdated",
    `The session of agent "${agent.name}" was running while its files were written: until it is reset, this version of OpenClaw shows it the ${what} from before.`,
    'Sync again with "Reset sessions" (--reset-sessions). The agent then starts a new conversation and reads its files anew.',
  );
}

export function boardMissing(agentName: string): FlightDeckError {
  return new FlightDeckError(
    "board-missing",
    `Agent "${agentName}" was skipped: its board is not on this gateway.`,
    "Move the agent to one of this gateway's boards, or the board to this gateway.",
  );
}

export function agentLeft(agentName: string): FlightDeckError {
  return new FlightDeckError(
    "plan-moved",
    `Agent "${agentName}" of the plan was left alone: its record is gone, or is no longer in the plan's scope.`,
    "Make a new plan of the present agents.",
  );
}

export function extrasMoved(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "plan-moved",
    `The settings of gateway "${gateway.name}" outside its roster changed since the plan was made; they were not applied.`,
    "Make a new plan and look at its configuration diff, then apply that.",
  );
}

export function cancelled(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "cancelled",
    `The run on gateway "${gateway.name}" was cancelled.`,
    "Sync again to do the rest; finished agents will be unchanged.",
  );
}

export function adoptsWhole(): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    "A sync of chosen files cannot adopt agents: an agent is taken over with all its files, and with a token.",
    "Adopt without choosing files, or choose files of agents that are Flight Deck's already.",
  );
}

export function filesNotThere({ name }: Gateway, fileNames: string[]): FlightDeckError {
  return new FlightDeckError(
    "file-not-there",
    `No agent that was asked for has ${fileNames.join(" or ")} on gateway "${name}".`,
    "On OpenClaw 2026.8.1 and newer, choose HEARTBEAT for HEARTBEAT.md and AGENTS.md for TOOLS.md; on older ones, HEARTBEAT.md for HEARTBEAT. Only leads have BOOTSTRAP.md.",
  );
}

/** The hint was tried on a 2026.9.6 with an unfinished deletion of the agent. */
export function fileBlocked(
  { agent, key }: ScopedAgent,
  { name, reason }: { name: string; reason: string },
): FlightDeckError {
  return new FlightDeckError(
    "file-blocked",
    `${name} of agent "${agent.name}" cannot be written: ${reason}.`,
    `Sync this agent again in a minute. If that changes nothing, a deletion of the agent may have been cut off: end it on the gateway's host with "openclaw agents delete ${key}", which also removes the agent's own notes, then sync with token repair. The gateway's log names other causes (cron-heartbeat).`,
  );
}

/** Why it is not known which agents the configuration has, if reading it failed after the change. Null for other failures. */
export function unreadWhy(error: unknown): string | null {
  const isUnread = error instanceof GatewayCallError && error.method === "config.get";
  return isUnread ? "may be on the gateway: its configuration could not be read after it was changed" : null;
}
