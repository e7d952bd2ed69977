import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { awakeTimeout } from "../awake/awake.ts";
import type { GatewayConnection } from "../gateway/connection.ts";

export type CallSoonOptions = { timeoutMs: number; signal?: AbortSignal | undefined };

/**
 * Does something on a gateway while an operator waits: where a run retries for minutes, this gives up at the first failed
 * attempt, and says why.
 * @throws FlightDeckError gateway-unreachable; and what `work` throws
 */
export async function callSoon<T>(
  connection: GatewayConnection,
  { timeoutMs, signal }: CallSoonOptions,
  work: (limit: AbortSignal) => Promise<T>,
): Promise<T> {
  const away = new AbortController();
  const timeout = awakeTimeout(timeoutMs);
  let reason = `no answer within ${Math.round(timeoutMs / 1000)} s`;
  const unobserve = connection.observe({
    onWaiting(waiting) {
      reason = waiting.reason;
      away.abort();
    },
  });
  connection.clock.retryNow();
  try {
    return await work(AbortSignal.any([away.signal, timeout, ...(signal ? [signal] : [])]));
  } catch (error) {
    if (signal?.aborted || !(away.signal.aborted || timeout.aborted)) throw error;
    throw new FlightDeckError(
      "gateway-unreachable",
      `Gateway "${connection.target.name}" cannot be reached now: ${reason}`,
      hintsOf("gateway-unreachable").tryAgain,
    );
  } finally {
    unobserve();
  }
}
