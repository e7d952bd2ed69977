import { isJsonObject } from "../../shared/is-json-object.ts";
import { cleanMessage } from "../vault/clean-message.ts";
import type { GatewayConnection } from "./connection.ts";
import { GatewayCallError } from "./failure.ts";

export type AwaitTurnOptions = { runId: string; sessionKey: string; withinMs: number };

/** How a turn ended, as far as it is known within the time: null while it runs, or if the gateway does not tell. */
export type TurnResult = { hasFailed: boolean; why: string | null } | null;

/**
 * Waits some seconds for the end of a turn that a message started.
 * @throws as `GatewayConnection.call` when the gateway is away
 */
export async function awaitTurn(
  connection: GatewayConnection,
  { runId, sessionKey, withinMs }: AwaitTurnOptions,
  signal?: AbortSignal,
): Promise<TurnResult> {
  try {
    const options = { timeoutMs: withinMs + 10_000, signal };
    const answer = await connection.call("agent.wait", { runId, timeoutMs: withinMs }, options);
    if (!isJsonObject(answer) || (answer.status !== "ok" && answer.status !== "error")) return null;
    if (answer.status === "error") return { hasFailed: true, why: reasonIn(answer.error) };
    // Up to 2026.3.28 a turn that failed ends as "ok" too, and only what the agent is made to say shows it.
    const last = lastMessageIn(await connection.call("chat.history", { sessionKey, limit: 5 }, { signal }));
    return failureMark.test(last) ? { hasFailed: true, why: reasonIn(last) } : { hasFailed: false, why: null };
  } catch (error) {
    if (error instanceof GatewayCallError) return null;
    throw error;
  }
}

const failureMark = /^\W*Agent failed before reply\b/;
const longestReason = 300;

/** The first line, without the mark that every failure begins with. */
function reasonIn(text: unknown): string | null {
  if (typeof text !== "string") return null;
  const [line = ""] = text.replace(/^\W*Agent failed before reply:?\s*/, "").split("\n");
  return cleanMessage(line, longestReason) || null;
}

function lastMessageIn(history: unknown): string {
  const messages: unknown[] = isJsonObject(history) && Array.isArray(history.messages) ? history.messages : [];
  const last = messages.filter(isJsonObject).findLast(({ role }) => role === "assistant");
  const content = last?.content;
  if (typeof content === "string") return content;
  const parts: unknown[] = Array.isArray(content) ? content : [];
  return parts.flatMap((part) => (isJsonObject(part) && typeof part.text === "string" ? [part.text] : [])).join("\n");
}
