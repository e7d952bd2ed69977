import { UnknownResultError } from "./failure.ts";
import { onAbort } from "./on-abort.ts";

/** How long a cancelled run still waits for the answer to a write in progress. */
const cancelGraceMs = 800;

/** The result of `work`, or the reason of `signal` as soon as it aborts. */
export function abortable<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    const stopListening = onAbort(signal, abort);
    // Also if it was aborted before: an unhandled failure would end the process.
    work.then(resolve, reject).finally(stopListening);
  });
}

/** Lets a write in progress finish when the run is cancelled, within the second a cancel may take. */
export async function withCancelGrace<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return work;
  const cut = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const abort = () => {
    const error = new UnknownResultError("cancelled before the gateway answered");
    timer = setTimeout(() => cut.reject(error), cancelGraceMs);
  };
  const stopListening = onAbort(signal, abort);
  try {
    return await Promise.race([work, cut.promise]);
  } finally {
    clearTimeout(timer);
    stopListening();
  }
}

export async function abortableSleep(ms: number, signal?: AbortSignal): Promise<void> {
  await abortable(new Promise<void>((resolve) => setTimeout(resolve, ms)), signal);
}
