// Runs in the page: reports every task over 50 ms, and the scripts in the frames that it delayed.
const origin = performance.timeOrigin;

new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) {
    globalThis.reportTask({ startedAtMs: origin + startTime, durationMs: duration });
  }
}).observe({ type: "longtask", buffered: true });

new PerformanceObserver((list) => {
  for (const { startTime, duration, scripts } of list.getEntries()) {
    globalThis.reportFrame({
      startedAtMs: origin + startTime,
      durationMs: duration,
      scripts: scripts.map((script) => ({
        what: `${script.invoker} ${script.sourceURL.split("/").at(-1)} ${script.sourceFunctionName}`.trim(),
        startedAtMs: origin + script.startTime,
        durationMs: script.duration,
      })),
    });
  }
}).observe({ type: "long-animation-frame", buffered: true });
