import { randomUUID } from "node:crypto";

export type Session = {
  key: string;
  sessionId: string;
  createdAtMs: number;
  updatedAtMs: number;
  label?: string;
  hasRun: boolean;
};
export type ChatMessage = { sessionKey: string; message: string; idempotencyKey: string; deliver?: boolean };

/** Sessions by key, and the chat messages that started runs, by idempotency key. */
export class SessionStore {
  readonly byKey = new Map<string, Session>();
  readonly chats = new Map<string, ChatMessage>();

  open(key: string): Session {
    const known = this.byKey.get(key);
    if (known) {
      known.updatedAtMs = Date.now();
      return known;
    }
    const nowMs = Date.now();
    const session: Session = { key, sessionId: randomUUID(), createdAtMs: nowMs, updatedAtMs: nowMs, hasRun: false };
    this.byKey.set(key, session);
    return session;
  }

  /** Labels are unique per agent, not per gateway. */
  labelHolder(agentId: string, label: string): Session | undefined {
    for (const session of this.byKey.values())
      if (session.label === label && agentOfSession(session.key) === agentId) return session;
    return undefined;
  }
}

/** The full key: `plain` becomes `agent:main:plain`, in lower case. */
export function canonicalSessionKey(key: string, defaultAgentId: string): string {
  const lowered = key.trim().toLowerCase();
  return lowered.startsWith("agent:") ? lowered : `agent:${defaultAgentId}:${lowered}`;
}

export function agentOfSession(key: string): string {
  return key.split(":")[1] ?? "";
}
