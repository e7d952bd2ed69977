import { type ErrorCode, FlightDeckError } from "../../../shared/errors.ts";
import type { JsonObject } from "../../../shared/records.ts";
import { isObject } from "../../gateway/failure.ts";
import type { ValueProblem } from "../../gateway/heartbeat-values.ts";
import type { PatchRefusal, RefusalReason } from "../../gateway/patch-refusal.ts";

/* Errors and warnings of the configuration step. */

const longestName = 80;

/** Names are quoted in full up to a length that keeps sentences readable. */
function quote(name: string): string {
  return `"${name.length > longestName ? `${name.slice(0, longestName)}…` : name}"`;
}

/** An agent whose record has a value that its gateway does not accept. */
export function settingInvalid(agentName: string, gatewayName: string, { field, why }: ValueProblem): FlightDeckError {
  return new FlightDeckError(
    "setting-invalid",
    `Gateway ${quote(gatewayName)} does not accept ${field} of agent ${quote(agentName)}: ${why}.`,
    hintForField(field),
  );
}

function hintForField(field: string): string {
  if (field.startsWith("heartbeat"))
    return "Correct the heartbeat settings in the agent's record (heartbeat_config in a fleet file), then sync again. Until then nothing of the agent is written.";
  if (field === "workspace")
    return "Correct the workspace root in the gateway's record, then sync again. Until then nothing of the agent is written.";
  return "Give the agent a session key such as agent:mc-<agent id>:main (openclaw_session_id in a fleet file), then sync again. Until then nothing of the agent is written.";
}

export function settingsLeftOut(agentName: string, gatewayName: string, leftOut: string[]): FlightDeckError {
  const shown = leftOut.slice(0, 10).map((key) => quote(key).slice(1, -1));
  const more = leftOut.length > shown.length ? ` and ${leftOut.length - shown.length} more` : "";
  return new FlightDeckError(
    "setting-left-out",
    `Gateway ${quote(gatewayName)} does not know ${shown.join(", ")}${more} of agent ${quote(agentName)}: left out.`,
    "The rest of the heartbeat is written. Remove the keys from the agent's heartbeat settings to end this warning.",
  );
}

/** An agent whose roster entry the gateway refused, with the gateway's message. */
export function entryRefused(agentName: string, gatewayName: string, why: string): FlightDeckError {
  return new FlightDeckError(
    "setting-invalid",
    `Gateway ${quote(gatewayName)} refused the roster entry of agent ${quote(agentName)}: ${why}`,
    "Correct what the message names in the agent's record, then sync again. Its entry on the gateway was not changed.",
  );
}

/** Paths that a patch sets, such as `tools.exec.host`. */
function leavesOf(patch: JsonObject, path = ""): string[] {
  return Object.entries(patch).flatMap(([key, value]) => {
    const here = path === "" ? key : `${path}.${key}`;
    return isObject(value) ? leavesOf(value as JsonObject, here) : [here];
  });
}

export function extrasRefused(gatewayName: string, extras: JsonObject, why: string): FlightDeckError {
  return new FlightDeckError(
    "setting-left-out",
    `Gateway ${quote(gatewayName)} did not take ${leavesOf(extras).join(", ")}: ${why}`,
    "The agents were synced without it. It is optional: it decides where agents run commands and which heartbeats are shown. Set it in the gateway's configuration yourself if you want it.",
  );
}

/** Why a gateway refused the roster as a whole. */
export function rosterRefused(gatewayName: string, { reason, message }: Pick<PatchRefusal, "reason" | "message">) {
  const { code, hint } = byReason[reason];
  const text = `Gateway ${quote(gatewayName)} refused the change of its configuration: ${message}`;
  return new FlightDeckError(code, text, hint);
}

/** The gateway's message names a place outside the agents of the patch: the operator's own settings. */
export function refusedElsewhere(gatewayName: string, message: string): FlightDeckError {
  return new FlightDeckError(
    "config-rejected",
    `Gateway ${quote(gatewayName)} refused the change of its configuration because of settings that are not Flight Deck's: ${message}`,
    "Correct that part of the gateway's own configuration (openclaw doctor names it, too), then sync again.",
  );
}

export function conflict(gatewayName: string, patches: number): FlightDeckError {
  return new FlightDeckError(
    "config-conflict",
    `The configuration of gateway ${quote(gatewayName)} was changed by others: ${patches} attempts by Flight Deck to change it were overwritten.`,
    "Find out who else edits the gateway's configuration, then sync again.",
  );
}

/** How a change of the configuration affects a gateway that does not keep `$include`. */
export function includesLost(gatewayName: string, paths: string[][]): FlightDeckError {
  const places = paths.map((path) => path.join(".") || "the whole configuration").join(", ");
  return new FlightDeckError(
    "config-include-lost",
    `Gateway ${quote(gatewayName)} takes ${places} from other files ($include). A change of its roster makes this version of OpenClaw copy their content into its own file, and it no longer reads them.`,
    "Nothing is lost, but from then on edit the gateway's own file. To keep the included files, add the agents there yourself, or upgrade the gateway.",
  );
}

const byReason: Record<RefusalReason, { code: ErrorCode; hint: string }> = {
  "invalid-value": {
    code: "config-rejected",
    hint: "Correct what the message names, in the agent's record or in the gateway's own configuration, then sync again.",
  },
  "already-invalid": {
    code: "config-rejected",
    hint: "The gateway's configuration is invalid, and cannot be changed until it is corrected. On the gateway's host, run openclaw doctor to find the places. Then sync again.",
  },
  "include-owned": {
    code: "config-include-owned",
    hint: "Change the included file on the gateway's host (a plan shows what it should say), or put its content into the main file and remove the $include, then sync again.",
  },
  "missing-scope": {
    code: "scope-missing",
    hint: "Flight Deck changes the gateway's roster with the scope operator.admin. On the gateway's host, run \"openclaw devices list\", approve this device with that scope, then sync again.",
  },
  "stored-only": {
    code: "config-not-applied",
    hint: "The gateway stored the change and applies it when it restarts: restart it, then sync again. This is necessary for an agent that was deleted on it before.",
  },
  other: {
    code: "config-rejected",
    hint: "See the gateway's log for the cause, then sync again. Agents with correct entries were synced.",
  },
};
