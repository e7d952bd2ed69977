import { monitorEventLoopDelay } from "node:perf_hooks";
import { startBrowserHost } from "../../../src/main/browser/start-browser-host.ts";

/** A browser host in its own process that reports its figures to its parent: `node --expose-gc host-child.ts DATA_DIR`. */
const resolutionMs = 10;
const host = await startBrowserHost({ dataDir: process.argv[2] ?? "", practice: false });
const delay = monitorEventLoopDelay({ resolution: resolutionMs });
delay.enable();

export type HostFigures = { rssMb: number; heapMb: number; loopP99Ms: number; loopMaxMs: number };

/** Figures since the last request; memory is measured after a garbage collection. */
function figures(): HostFigures {
  const beyond = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs);
  const loop = { loopP99Ms: beyond(delay.percentile(99)), loopMaxMs: beyond(delay.max) };
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  delay.reset();
  return { rssMb: rss / 1e6, heapMb: heapUsed / 1e6, ...loop };
}

process.on("message", () => process.send?.(figures()));
process.on("disconnect", () => {
  host.close().then(
    () => process.exit(),
    () => process.exit(1),
  );
});
process.send?.({ url: host.url });
