/** Mission Control calls an agent offline after as long. */
const silentAfterMs = 10 * 60_000;

/** Whether an agent that checked in at this time is silent since. */
export function isSilent(lastSeenAtMs: number, nowMs: number): boolean {
  return nowMs - lastSeenAtMs > silentAfterMs;
}
