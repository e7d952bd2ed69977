import { GatewayCallError } from "./failure.ts";
import { hasModelIn } from "./find-obstacles.ts";
import type { GatewaySession } from "./session.ts";

/**
 * Whether the gateway has a model that it can use. Gateways before 2026.8.1 list every model that they know of, with or without
 * a key, and are not asked.
 * @returns null if the gateway does not tell
 * @throws as `GatewayConnection.call` when the gateway is away
 */
export async function askForModel(session: GatewaySession, signal?: AbortSignal): Promise<boolean | null> {
  if (!session.listsUsableModels) return null;
  try {
    return hasModelIn(await session.connection.call("models.list", {}, { signal }));
  } catch (error) {
    if (error instanceof GatewayCallError) return null;
    throw error;
  }
}
