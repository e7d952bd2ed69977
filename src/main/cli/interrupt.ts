import { awaitedSignals } from "../../shared/stop-signals.ts";
import { exitCodes } from "./exit-codes.ts";

/**
 * npm passes Ctrl-C on to a child that already got it from the terminal: two signals this close together are one key
 * press.
 */
const samePressMs = 100;

/**
 * Listens for Ctrl-C and the other stop signals: the first aborts the returned signal, the second ends the process at once.
 */
export function listenForInterrupt(): AbortSignal {
  const cancel = new AbortController();
  let firstAtMs: number | null = null;
  const interrupt = () => {
    const nowMs = performance.now();
    if (firstAtMs === null) {
      firstAtMs = nowMs;
      cancel.abort(new Error("cancelled"));
    } else if (nowMs - firstAtMs > samePressMs) process.exit(exitCodes.cancelled);
  };
  for (const signal of awaitedSignals) process.on(signal, interrupt);
  return cancel.signal;
}
