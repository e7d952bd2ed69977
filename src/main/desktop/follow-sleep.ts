import type { AwakeClock } from "../awake/awake-clock.ts";

/** Tells the clock what the system says of sleep; of what it does not say, the clock finds out by itself. */
export function followSleep(
  monitor: { on(event: "suspend" | "resume", listener: () => void): unknown },
  clock: Pick<AwakeClock, "suspended" | "resumed">,
): void {
  monitor.on("suspend", () => clock.suspended());
  monitor.on("resume", () => clock.resumed());
}
