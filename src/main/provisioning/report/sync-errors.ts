import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { HeartbeatLoad } from "../../../shared/heartbeat-load.ts";
import type { Gateway } from "../../../shared/records.ts";
import { GatewayCallError } from "../../gateway/failure.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";

/* Errors and warnings of a sync, mostly about the run as a whole. */

export function mainMissing(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "main-agent-missing",
    `Gateway "${gateway.name}" has no main agent in our records, so it was not synced.`,
    hintsOf("main-agent-missing").create,
  );
}

/** `doubt` is a sentence without its subject. */
export function boardForeign(boardName: string, doubt: string): FlightDeckError {
  return new FlightDeckError(
    "board-foreign",
    `Board "${boardName}" ${doubt}`,
    hintsOf("board-foreign").sameOrganization,
  );
}

export function noOwner(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "no-owner",
    `The organization of gateway "${gateway.name}" has no owner: the files say nothing about the user.`,
    hintsOf("no-owner").giveRole,
  );
}

export function visibilityTakenBack(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "setting-left-out",
    `Gateway "${gateway.name}" lost its agents when it restarted for channels.defaults.heartbeat, so Flight Deck removed that setting again.`,
    hintsOf("setting-left-out").removedAgain,
  );
}

/** Up to 2026.3.28. An earlier Flight Deck added the setting itself, but it may also be the operator's. */
export function execNeedsApproval(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "exec-needs-approval",
    `Agents on gateway "${gateway.name}" cannot check in: its setting tools.exec.host is "gateway", and on this version of OpenClaw every shell command then waits for an approval.`,
    hintsOf("exec-needs-approval").unset,
  );
}

export type CutFile = { name: string; chars: number; agents: number; limit: number; keepsEnd: boolean };

/** A file that is longer than what gateways put into a prompt. */
export function fileCut(
  { name: gatewayName }: Gateway,
  { name, chars, agents, limit, keepsEnd }: CutFile,
): FlightDeckError {
  const number = (value: number) => value.toLocaleString("en-US");
  const whose = agents === 1 ? "one agent" : `${number(agents)} agents`;
  const shown = keepsEnd ? "its beginning and end" : "its beginning";
  return new FlightDeckError(
    "file-cut",
    `${name} of ${whose} has up to ${number(chars)} characters. Gateway "${gatewayName}" shows an agent ${number(limit)} of them: ${shown}.`,
    hintsOf("file-cut").shorten,
  );
}

/**
 * Files that are together longer than what gateways put into a prompt, even if no file is longer than its own limit.
 * @param chars counts each file up to its own limit, as gateways do
 */
export function filesCut(
  { name }: Gateway,
  { chars, agents, limit }: Pick<CutFile, "chars" | "agents" | "limit">,
): FlightDeckError {
  const number = (value: number) => value.toLocaleString("en-US");
  const whose = agents === 1 ? "one agent" : `each of ${number(agents)} agents`;
  return new FlightDeckError(
    "file-cut",
    `The files of ${whose} have up to ${number(chars)} characters together, each file counted up to its own limit. Gateway "${name}" shows an agent ${number(limit)} of them: the last files are cut or left out.`,
    hintsOf("file-cut").shortenAll,
  );
}

/** Heartbeats that do not fit into their interval when they run one after another. */
export function heartbeatsOverlap(
  { name }: Gateway,
  { agents, turnMs, shortestEveryMs, fittingMinutes }: HeartbeatLoad,
): FlightDeckError {
  const minutes = (ms: number) => `${Math.max(1, Math.ceil(ms / 60_000))}m`;
  const seconds = Math.round(turnMs / 1000);
  return new FlightDeckError(
    "heartbeats-overlap",
    `The heartbeats of ${agents} agents on gateway "${name}" do not fit into their interval: a turn takes ${seconds} s on average, and some are due every ${minutes(shortestEveryMs)}. The gateway spreads them over the interval itself; from 2026.9 on it skips those that still overlap.`,
    hintsOf("heartbeats-overlap").lengthen(`${fittingMinutes}m`, `${fittingMinutes} minutes`),
  );
}

export function sessionOutdated({ agent }: ScopedAgent, hasNewToken: boolean): FlightDeckError {
  const what = hasNewToken ? "files and the token" : "files";
  return new FlightDeckError(
    "session-outdated",
    `The session of agent "${agent.name}" was running while its files were written: until it is reset, this version of OpenClaw shows it the ${what} from before.`,
    hintsOf("session-outdated").reset,
  );
}

export function boardMissing(agentName: string): FlightDeckError {
  return new FlightDeckError(
    "board-missing",
    `Agent "${agentName}" was skipped: its board is not on this gateway.`,
    hintsOf("board-missing").move,
  );
}

export function notWokenPaused({ agent, board }: ScopedAgent): FlightDeckError {
  return new FlightDeckError(
    "board-paused",
    `Agent "${agent.name}" was not woken: its board ${board ? `"${board.name}" ` : ""}is paused.`,
    hintsOf("board-paused").resume,
  );
}

export function agentLeft(agentName: string): FlightDeckError {
  return new FlightDeckError(
    "plan-moved",
    `Agent "${agentName}" of the plan was left alone: its record is gone, or is no longer in the plan's scope.`,
    hintsOf("plan-moved").presentAgents,
  );
}

export function settingsMoved(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "plan-moved",
    `The settings of gateway "${gateway.name}" outside its roster changed since the plan was made; they were not applied.`,
    hintsOf("plan-moved").settings,
  );
}

export function cancelled(gateway: Gateway): FlightDeckError {
  return new FlightDeckError(
    "cancelled",
    `The run on gateway "${gateway.name}" was cancelled.`,
    hintsOf("cancelled").syncAgain,
  );
}

export function adoptsWhole(): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    "A sync of chosen files cannot adopt agents: an agent is taken over with all its files, and with a token.",
    hintsOf("bad-input").partAdopts,
  );
}

export function filesNotThere({ name }: Gateway, fileNames: string[]): FlightDeckError {
  return new FlightDeckError(
    "file-not-there",
    `No agent that was asked for has ${fileNames.join(" or ")} on gateway "${name}".`,
    hintsOf("file-not-there").otherName,
  );
}

export function fileBlocked(
  { agent, key }: ScopedAgent,
  { name, reason }: { name: string; reason: string },
): FlightDeckError {
  return new FlightDeckError(
    "file-blocked",
    `${name} of agent "${agent.name}" cannot be written: ${reason}.`,
    hintsOf("file-blocked").unfinishedDeletion(key),
  );
}

/** `reason` as the gateway gave it. */
export function notPlainFile(
  gatewayName: string,
  agentName: string,
  fileName: string,
  reason: string,
): FlightDeckError {
  return new FlightDeckError(
    "file-rejected",
    `${fileName} of agent "${agentName}" is not a plain file in its workspace, probably a symbolic link: gateway "${gatewayName}" neither reads nor writes it (${reason}).`,
    hintsOf("file-rejected").plainFile(fileName),
  );
}

/** Whether it is not known which agents the configuration has, because reading it failed after the change. */
export function isConfigUnread(error: unknown): boolean {
  return error instanceof GatewayCallError && error.method === "config.get";
}

/** @param trouble what prevented it; its code stays */
export function reportNotStored({ code, message, cause }: FlightDeckError): FlightDeckError {
  const { notStored } = hintsOf("database-unwritable");
  return new FlightDeckError(code, `The report of this run could not be stored. ${message}`, notStored, { cause });
}
