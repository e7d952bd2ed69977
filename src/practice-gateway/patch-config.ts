import { isJsonObject } from "../shared/is-json-object.ts";
import type { JsonObject } from "../shared/records.ts";
import { configIssues, configShape } from "./config-shape.ts";
import { notTakenInError, restartRequiredError } from "./faults.ts";
import { targetIssues } from "./heartbeat-shape.ts";
import { changedPaths, mergePatch } from "./merge-patch.ts";
import type { Call, Host } from "./method.ts";
import { objectAt, readRoster } from "./roster.ts";
import type { ConfigIssue } from "./shape.ts";
import { deadAgents, type GatewayState, takeConfigIn } from "./state.ts";
import { checkParams } from "./validate-params.ts";
import { invalidRequest, type Payload, WireError } from "./wire.ts";
import { writeConfig } from "./write-config.ts";

type PatchParams = { raw: string; baseHash?: string };

const plannedRestartMs = 2000;
const watcherDelayMs = 500;

/** config.patch: merges, validates, writes, and then reloads or restarts as that version does (docs/gateways.md, By version). */
export function patchConfig(call: Call): Payload {
  const { state, host } = call;
  state.configPatchLimiter.take(call.caller);
  const params = checkParams<PatchParams>(state.profile, "config.patch", call.params);
  if (state.profile.dialect === "classic")
    checkBaseHash(state, params, "config base hash required; re-run config.get and retry");
  else if (params.baseHash !== undefined) checkBaseHash(state, params, "");
  const before = state.config.source;
  checkNotInvalid(state, before);
  const patch = parsePatch(params.raw);
  const after = mergePatch(before, patch, state.profile.listMerge === "by-id") as JsonObject;
  checkConfig(state, after);
  const paths = changedPaths(before, after);
  if (paths.length === 0 && !state.profile.writesNoopPatches) return noopAnswer(state);
  if (params.baseHash === undefined)
    checkBaseHash(
      state,
      params,
      `config base hash required for ${leafPath(patch)}; re-run config.get and retry with baseHash`,
    );
  checkNothingDropped(state, after);
  const { running } = state.config;
  writeConfig(state, host, after, { visibleAfterMs: state.profile.visibleAfterPatchMs });
  return takeEffect(call, after, paths, changedPaths(running, after));
}

function checkBaseHash(state: GatewayState, params: PatchParams, textIfMissing: string): void {
  if (params.baseHash === undefined) throw invalidRequest(textIfMissing);
  if (params.baseHash !== state.config.hash)
    throw invalidRequest("config changed since last load; re-run config.get and retry");
}

/** Real gateways read JSON5; this one reads only JSON, which is what programs send. */
function parsePatch(raw: string): JsonObject {
  let patch: unknown;
  try {
    patch = JSON.parse(raw);
  } catch (error) {
    throw invalidRequest(`SyntaxError: JSON5: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isJsonObject(patch)) throw invalidRequest("config.patch raw must be an object");
  return patch;
}

function checkConfig(state: GatewayState, config: JsonObject): void {
  const issues = issuesOf(state, config);
  if (issues.length === 0) return;
  throw invalidRequest(summaryOf(issues), { issues: [...issues] });
}

/** An invalid config accepts no patch, whatever the patch changes. */
function checkNotInvalid(state: GatewayState, config: JsonObject): void {
  const issues = issuesOf(state, config);
  if (issues.length === 0) return;
  if (state.profile.dialect === "classic") throw invalidRequest("invalid config; fix before patching");
  const message = `${summaryOf(issues)}; fix (openclaw doctor) before patching`;
  throw invalidRequest(message, { issues: [...issues] });
}

function issuesOf(state: GatewayState, config: JsonObject): ConfigIssue[] {
  const issues = configIssues(config, configShape(state.profile));
  if (issues.length === 0) issues.push(...ownershipIssues(state, config));
  if (issues.length === 0) issues.push(...rosterTargetIssues(state, config));
  return issues;
}

function summaryOf(issues: ConfigIssue[]): string {
  const texts = issues.slice(0, 3).map((issue) => `${pathText(issue.path)}: ${issue.message}`);
  const rest = issues.length - texts.length;
  const more = rest > 0 ? ` (+${rest} more issue${rest > 1 ? "s" : ""})` : "";
  return `invalid config: ${texts.join("; ")}${more}`;
}

/** Agent ids with characters that could be part of a path are quoted in messages; `issues` have them as they are. */
function pathText(path: string): string {
  const [, id] = /^agents\.entries\.(.*)$/s.exec(path) ?? [];
  const [, key = "", rest = ""] = /^(.*?)((?:\.(?:name|workspace|heartbeat)\b.*)?)$/s.exec(id ?? "") ?? [];
  return id === undefined || /^[a-z0-9_:][\w:-]*$/i.test(key)
    ? path || "<root>"
    : `agents.entries[${JSON.stringify(key)}]${rest}`;
}

function rosterTargetIssues({ profile }: GatewayState, config: JsonObject): ConfigIssue[] {
  const { entries, list } = objectAt(config, "agents");
  const own = Array.isArray(list)
    ? list.map((entry, place) => [`agents.list.${place}`, entry] as const)
    : Object.entries(isJsonObject(entries) ? entries : {}).map(
        ([id, entry]) => [`agents.entries.${id}`, entry] as const,
      );
  return own.flatMap(([path, entry]) =>
    targetIssues(isJsonObject(entry) ? entry.heartbeat : undefined, `${path}.heartbeat`, profile),
  );
}

function ownershipIssues(state: GatewayState, config: JsonObject): ConfigIssue[] {
  const agents = objectAt(config, "agents");
  const entries = Object.values(objectAt(agents, "entries"));
  if (state.profile.rosterKey === "list" || entries.length < 2 || agents.ownership === "explicit") return [];
  if (entries.filter((entry) => isJsonObject(entry) && entry.default === true).length === 1) return [];
  const message =
    'multi-agent rosters require agents.ownership="explicit" or one legacy default=true marker; add agents.ownership="explicit" or run openclaw doctor';
  return [{ path: "agents.ownership", message }];
}

/** Current gateways do not let a patch remove an agent. */
function checkNothingDropped(state: GatewayState, after: JsonObject): void {
  if (state.profile.dialect === "classic") return;
  const { byId } = readRoster(after, state.profile, state.homeDir);
  const dropped = [...state.config.roster.byId.keys()].filter((id) => !byId.has(id));
  if (dropped.length === 0) return;
  const message = `Error: Config write would drop agent roster entries without an explicit deletion: ${dropped.join(", ")}.`;
  throw new WireError({ code: "UNAVAILABLE", message });
}

function noopAnswer({ config }: GatewayState): Payload {
  return { ok: true, noop: true, changedPaths: [], path: config.path, config: config.effective(config.source) };
}

/** A roster with deleted agents is written, but not used before a restart. */
function checkNobodyDeleted(state: GatewayState, host: Host): void {
  const dead = deadAgents(state);
  if (dead.length === 0) return;
  if (state.profile.takesDeletedIn) {
    host.planRestart({ delayMs: host.scaled(watcherDelayMs), times: 1 });
    throw restartRequiredError("config.patch");
  }
  for (const id of dead) state.visibleAtMs.set(id, Number.POSITIVE_INFINITY);
  throw notTakenInError("config.patch");
}

function isInRoster(path: string): boolean {
  return path === "agents" || path.startsWith("agents.entries");
}

/** @param notYetIn the paths in which the written config differs from the one that the running gateway uses */
function takeEffect({ state, host }: Call, written: JsonObject, paths: string[], notYetIn: string[]): Payload {
  const { profile, config } = state;
  if (paths.some(isInRoster)) checkNobodyDeleted(state, host);
  const touchesChannels = notYetIn.some((path) => path === "channels" || path.startsWith("channels."));
  if (profile.patchWithoutReply === "channels" && touchesChannels) host.restartNow();
  const shown = profile.dialect === "classic" ? config.effective(written) : config.redacted;
  const answer = { ok: true, path: config.path, config: shown };
  const stats = { mode: "config.patch", root: config.path };
  const outcome = { kind: "config-patch", status: "ok", ts: Date.now(), message: null };
  if (profile.patchEffect === "hot") {
    takeConfigIn(state);
    if (profile.restartsForChannels && touchesChannels)
      host.planRestart({ delayMs: host.scaled(watcherDelayMs), times: 1 });
    const hash = profile.patchReplyHasHash ? { hash: config.hash } : {};
    const sentinel = { payload: { ...outcome, stats: { ...stats, requiresRestart: false } } };
    return { ...answer, ...hash, changedPaths: paths, sentinel };
  }
  // The file watcher is faster than the restart that the reply announces; a patch that changed nothing gets only the latter.
  const delayMs = paths.length > 0 ? watcherDelayMs : plannedRestartMs;
  host.planRestart({ delayMs: host.scaled(delayMs), times: profile.patchEffect === "restarts-twice" ? 2 : 1 });
  const plan = { signal: "SIGUSR1", delayMs: plannedRestartMs, reason: "config.patch", mode: "emit" };
  const restart = { ok: true, pid: process.pid, ...plan, coalesced: false, cooldownMsApplied: 0 };
  return { ...answer, restart, sentinel: { payload: { ...outcome, stats } } };
}

/** The path of the first plain value in a patch, for the message about a missing hash. */
function leafPath(patch: JsonObject): string {
  for (const [key, value] of Object.entries(patch)) {
    const rest = isJsonObject(value) ? leafPath(value) : "";
    return rest ? `${key}.${rest}` : key;
  }
  return "";
}
