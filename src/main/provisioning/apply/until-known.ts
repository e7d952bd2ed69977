import { setTimeout as sleep } from "node:timers/promises";
import { awake } from "../../awake/awake.ts";
import { isUnknownAgent } from "../../gateway/agent-files.ts";

const pollMs = 250;
/** Seen up to 8 s under load (docs/gateways.md, Restarts). */
const giveUpAfterMs = 15_000;

/**
 * Repeats `work` while the gateway does not know an agent that this run has just added: its runtime sees new agents a moment
 * after its configuration does.
 * @throws what `work` throws, if that is another error or too much time has passed
 */
export async function untilKnown<T>(work: () => Promise<T>, wasAdded: boolean, signal: AbortSignal): Promise<T> {
  const startedAtMs = awake.nowMs();
  while (true) {
    try {
      return await work();
    } catch (error) {
      if (!wasAdded || !isUnknownAgent(error) || awake.nowMs() - startedAtMs > giveUpAfterMs) throw error;
      await sleep(pollMs, undefined, { signal });
    }
  }
}
