import { monitorEventLoopDelay } from "node:perf_hooks";

export type ProcessFigures = { loopDelayP99Ms: number; loopDelayMaxMs: number; peakRssMb: number };

const sampleEveryMs = 20;

/** Measures this process's event loop and memory until the returned function is called. */
export function watchProcess(): () => ProcessFigures {
  const resolutionMs = 10;
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  let peakBytes = process.memoryUsage.rss();
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }, sampleEveryMs);
  return () => {
    delay.disable();
    clearInterval(timer);
    // The histogram includes the interval itself; only the time beyond it is the delay.
    const beyond = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs);
    return {
      loopDelayP99Ms: beyond(delay.percentile(99)),
      loopDelayMaxMs: beyond(delay.max),
      peakRssMb: peakBytes / 2 ** 20,
    };
  };
}
