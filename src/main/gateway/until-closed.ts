import type { GatewayLink } from "./open-link.ts";

/** Resolves when a link is gone, or after `timeoutMs`, or when `signal` aborts. @returns whether it is gone */
export async function untilClosed(
  link: Pick<GatewayLink, "closed">,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const timedOut = Symbol("timed out");
  const timer = Promise.withResolvers<typeof timedOut>();
  const abort = () => timer.resolve(timedOut);
  const timeout = setTimeout(abort, timeoutMs);
  signal?.addEventListener("abort", abort, { once: true });
  const winner = await Promise.race([link.closed, timer.promise]);
  clearTimeout(timeout);
  signal?.removeEventListener("abort", abort);
  return winner !== timedOut;
}
