import type { MethodTable } from "../method.ts";
import { agentOfSession, type ChatMessage, canonicalSessionKey } from "../session-store.ts";
import { checkNotDeleted } from "../state.ts";
import { checkParams } from "../validate-params.ts";
import { invalidRequest } from "../wire.ts";

export const chatMethods: MethodTable = {
  /** There is no model: a run starts and never ends, so the same key always finds it in progress. */
  "chat.send": (call) => {
    const { state } = call;
    const params = checkParams<ChatMessage & { attachments?: unknown[] }>(state.profile, "chat.send", call.params);
    if (params.message.trim() === "" && !params.attachments?.length)
      throw invalidRequest("message or attachment required");
    const runId = params.idempotencyKey;
    if (state.sessions.chats.has(runId)) return { runId, status: "in_flight" };
    const sessionKey = canonicalSessionKey(params.sessionKey, state.config.roster.defaultId);
    const agent = state.config.roster.byId.get(agentOfSession(sessionKey));
    if (!agent && state.profile.dialect === "current")
      throw invalidRequest(`Agent "${agentOfSession(sessionKey)}" no longer exists in configuration`);
    checkNotDeleted(state, agentOfSession(sessionKey));
    const { message, deliver } = params;
    state.sessions.chats.set(runId, { sessionKey, message, idempotencyKey: runId, ...(deliver ? { deliver } : {}) });
    state.sessions.open(sessionKey).hasRun = true;
    if (agent) state.workspaces.seed(agent.workspace);
    return { runId, status: "started" };
  },

  /** Up to 2026.7, a turn that failed ends as "ok" too; only the conversation shows it. */
  "agent.wait": ({ state, params }) => {
    const { runId } = params as { runId: string };
    const endedAt = Date.now();
    if (state.turnFailure === null || state.profile.dialect === "classic") return { runId, status: "ok", endedAt };
    return {
      runId,
      status: "error",
      endedAt,
      error: `⚠️ Agent failed before reply: ${state.turnFailure}\nSee the logs.`,
    };
  },

  "chat.history": ({ state, params }) => {
    const { sessionKey } = params as { sessionKey: string };
    const text =
      state.turnFailure === null ? "Done." : `⚠️ Agent failed before reply: ${state.turnFailure}\nSee the logs.`;
    return { sessionKey, messages: [{ role: "assistant", content: [{ type: "text", text }] }] };
  },
};
