/** After this time Mission Control shows an agent as offline. */
const silentAfterMs = 10 * 60_000;

/** Whether an agent with this last check-in counts as silent. */
export function isSilent(lastSeenAtMs: number, nowMs: number): boolean {
  return nowMs - lastSeenAtMs > silentAfterMs;
}
