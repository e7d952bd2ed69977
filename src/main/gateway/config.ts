import { isJsonObject } from "../../shared/is-json-object.ts";
import type { JsonObject } from "../../shared/records.ts";
import type { PathForm } from "../../shared/roster-values.ts";
import type { GatewayConnection } from "./connection.ts";
import { GatewayCallError, UnknownResultError, unusableAnswer } from "./failure.ts";
import { findComments } from "./find-comments.ts";
import { findIncludes, type Includes } from "./find-includes.ts";
import type { PatchCost } from "./patch-cost.ts";
import { type PatchRefusal, readPatchRefusal } from "./patch-refusal.ts";

export type ConfigSnapshot = {
  config: JsonObject;
  hash: string;
  includes: Includes;
  /** How many comments its file has, which the gateway's next write of it removes; null if the gateway does not show that. */
  comments: number | null;
  /** How paths are written on the gateway's machine, by the path of its configuration. */
  pathForm: PathForm;
  /** The gateway stored a configuration that takes effect after a restart, which it postpones while it is busy. */
  awaitsRestart: boolean;
};

/**
 * How a gateway answered a patch. `conflict`: the configuration changed since it was read. An unknown result is thrown as
 * UnknownResultError.
 */
export type PatchResult =
  | { kind: "applied"; restartDelayMs: number | null }
  | { kind: "conflict"; message: string }
  | { kind: "refused"; refusal: PatchRefusal };

/**
 * A 2026.9.6 may answer with UNAVAILABLE, not `retryable`, that the patch is "persisted and updated the active Gateway, but
 * a recovery restart is required; wait for the Gateway to restart, then run config.get" (seen after agents.delete, when the
 * agent was added again) or "persisted and was accepted for restart; wait …". Measured: it restarts within 8 s. A patch that
 * is "persisted but was not applied to the active Gateway" asks for no wait, and is a rejection.
 */
const heldUntilRestart = /persisted and .*wait for the gateway to restart/i;
const heldRestartWithinMs = 12_000;

/** The gateway accepted the patch, but restarts before it confirms it. It postpones the restart while it is busy. */
export class RestartDueError extends UnknownResultError {
  readonly hasBegun: boolean;

  constructor(message: string, hasBegun: boolean) {
    super(message);
    this.hasBegun = hasBegun;
  }
}

/**
 * Reads the gateway's configuration as the operator wrote it: defaults that the gateway fills in at run time are left
 * out where it offers that view.
 *
 * @throws as `GatewayConnection.call`; GatewayCallError when the answer has no configuration
 */
export async function readConfig(connection: GatewayConnection, signal?: AbortSignal): Promise<ConfigSnapshot> {
  const answer = await connection.call("config.get", {}, { signal });
  const view = isJsonObject(answer) ? (answer.resolved ?? answer.parsed ?? answer.config) : undefined;
  if (!isJsonObject(answer) || !isJsonObject(view)) {
    throw unusableAnswer("config.get", "the gateway's answer to config.get holds no configuration");
  }
  const hash = typeof answer.hash === "string" ? answer.hash : "";
  const includes = { paths: findIncludes(answer.parsed), areKept: answer.sourceConfig !== undefined };
  const comments = findComments(answer.raw);
  const { configRevisionHash: stored, appliedConfigHash: applied } = answer;
  const awaitsRestart = typeof stored === "string" && typeof applied === "string" && stored !== applied;
  return { config: view, hash, includes, comments, pathForm: pathFormOf(answer.path), awaitsRestart };
}

function pathFormOf(path: unknown): PathForm {
  if (typeof path !== "string") return null;
  if (path.startsWith("/")) return "posix";
  return /^([a-z]:|\\\\)/i.test(path) ? "windows" : null;
}

/**
 * Sends one patch, never twice: when the answer is lost, read the configuration again and compare.
 * @throws UnknownResultError when the answer was lost; RestartDueError when it announced a restart; and as
 * `GatewayConnection.call`
 */
export async function patchConfig(
  connection: GatewayConnection,
  { patch, baseHash, cost }: { patch: JsonObject; baseHash: string; cost: PatchCost },
  signal?: AbortSignal,
): Promise<PatchResult> {
  const params = { raw: JSON.stringify(patch), ...(baseHash ? { baseHash } : {}) };
  try {
    const { limitMs: timeoutMs, expectedMs } = cost;
    const answer = await connection.call("config.patch", params, { timeoutMs, expectedMs, kind: "once", signal });
    const restart = isJsonObject(answer) && isJsonObject(answer.restart) ? answer.restart : null;
    const delayMs = restart && typeof restart.delayMs === "number" ? restart.delayMs : 0;
    return { kind: "applied", restartDelayMs: restart ? delayMs : null };
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error;
    if (heldUntilRestart.test(error.message)) {
      throw new RestartDueError(error.message, await connection.untilClosed(heldRestartWithinMs, signal));
    }
    const isConflict = /config changed since last load|config base hash required/i.test(error.message);
    if (isConflict) return { kind: "conflict", message: error.message };
    return { kind: "refused", refusal: readPatchRefusal(error) };
  }
}
