import { listFiles } from "../../gateway/agent-files.ts";
import type { GatewaySession } from "../../gateway/session.ts";

/**
 * The files that a new agent lacks, by one more listing directly before they are written: no gateway guards a file that is missing, and
 * someone may have made one since the agent was planned. To read each of them once more would cost a first sync half to three quarters
 * more calls; this costs a tenth. What is made while the writes are on their way is still replaced.
 * @throws as `GatewayConnection.call`
 */
export async function listMissing(session: GatewaySession, key: string, signal: AbortSignal): Promise<Set<string>> {
  const { missing } = await listFiles(session.connection, key, signal);
  return missing;
}
