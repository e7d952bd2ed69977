import type { Call, MethodTable } from "../method.ts";
import { agentOfSession, canonicalSessionKey, type Session } from "../session-store.ts";
import { checkNotDeleted } from "../state.ts";
import { turnFields } from "../turns.ts";
import { checkParams } from "../validate-params.ts";
import { invalidRequest } from "../wire.ts";

type PatchParams = { key: string; label?: string | null };
type ListParams = { limit?: number; offset?: number; agentId?: string; label?: string };

export const sessionMethods: MethodTable = {
  "sessions.list": (call) => {
    const params = checkParams<ListParams>(call.state.profile, "sessions.list", call.params);
    const found = [...call.state.sessions.byKey.values()]
      .filter((session) => params.agentId === undefined || agentOfSession(session.key) === params.agentId)
      .filter((session) => params.label === undefined || session.label === params.label)
      .sort((left, right) => right.updatedAtMs - left.updatedAtMs);
    return listAnswer(call, found, params);
  },

  "sessions.patch": (call) => {
    const params = checkParams<PatchParams>(call.state.profile, "sessions.patch", call.params);
    const key = keyOf(call, params.key);
    const { sessions } = call.state;
    const label = params.label?.trim();
    if (label) {
      const holder = sessions.labelHolder(agentOfSession(key), label);
      if (holder && holder.key !== key) throw invalidRequest(`label already in use: ${label}`);
    }
    checkNotDeleted(call.state, agentOfSession(key));
    const session = sessions.open(key);
    if (label) session.label = label;
    else if (params.label === null) delete session.label;
    return { ok: true, path: storePath(call, key), key, entry: entryOf(call, session), resolved: model(call) };
  },

  "sessions.reset": (call) => {
    const { key: given } = checkParams<{ key: string }>(call.state.profile, "sessions.reset", call.params);
    const key = keyOf(call, given);
    checkNotDeleted(call.state, agentOfSession(key));
    const session = call.state.sessions.open(key);
    // A classic gateway starts a new transcript with a new id; a current one keeps the id.
    if (call.state.profile.dialect === "classic") session.sessionId = crypto.randomUUID();
    session.hasRun = false;
    const counters = { systemSent: false, abortedLastRun: false, inputTokens: 0, outputTokens: 0, totalTokens: 0 };
    const entry = { ...entryOf(call, session), ...counters, totalTokensFresh: true, ...model(call) };
    return { ok: true, key, entry, ...(isCurrent(call) ? { resolved: model(call) } : {}) };
  },

  "sessions.delete": (call) => {
    const { key: given } = checkParams<{ key: string }>(call.state.profile, "sessions.delete", call.params);
    const key = keyOf(call, given);
    const isMain = key.endsWith(":main") && key.split(":").length === 3;
    const isDefaultMain = key === `agent:${call.state.config.roster.defaultId}:main`;
    if (isDefaultMain || (isMain && !call.state.profile.deletesMainSessions))
      throw invalidRequest(`Cannot delete the main session (${key}).`);
    return { ok: true, key, deleted: call.state.sessions.byKey.delete(key), archived: [] };
  },
};

function listAnswer(call: Call, found: Session[], params: ListParams): object {
  const offset = params.offset ?? 0;
  const limit = params.limit ?? 100;
  const sessions = found.slice(offset, offset + limit).map((session) => row(call, session));
  const common = { ts: Date.now(), path: "(multiple)", count: sessions.length, defaults: { ...model(call) }, sessions };
  if (!isCurrent(call)) return common;
  const hasMore = offset + limit < found.length;
  const paging = {
    totalCount: found.length,
    limitApplied: limit,
    nextOffset: hasMore ? offset + limit : null,
    hasMore,
  };
  return { ...common, ...paging, owners: [] };
}

function row(call: Call, session: Session): object {
  const { key, sessionId, label, updatedAtMs, hasRun } = session;
  const named = label === undefined ? {} : { label, displayName: label };
  const agentId = agentOfSession(key);
  const more = isCurrent(call) ? { agentId, isMain: key === `agent:${agentId}:main`, archived: false } : {};
  return {
    key,
    kind: "direct",
    ...named,
    ...more,
    updatedAt: updatedAtMs,
    sessionId,
    systemSent: hasRun,
    ...turnFields(call.state, session),
    ...model(call),
  };
}

function entryOf(call: Call, session: Session): object {
  const { sessionId, label, updatedAtMs, createdAtMs } = session;
  const named = label === undefined ? {} : { label };
  const entry = { sessionId, updatedAt: updatedAtMs, ...named };
  return isCurrent(call) ? { ...entry, createdVia: "operator", createdAt: createdAtMs } : entry;
}

function keyOf(call: Call, key: string): string {
  return canonicalSessionKey(key, call.state.config.roster.defaultId);
}

function storePath(call: Call, key: string): string {
  const folder = `${call.state.homeDir}/agents/${agentOfSession(key)}`;
  return isCurrent(call) ? `${folder}/agent/openclaw-agent.sqlite` : `${folder}/sessions/sessions.json`;
}

function model(call: Call): object {
  return isCurrent(call)
    ? { modelProvider: "openai", model: "practice" }
    : { modelProvider: "anthropic", model: "practice" };
}

function isCurrent(call: Call): boolean {
  return call.state.profile.dialect === "current";
}
