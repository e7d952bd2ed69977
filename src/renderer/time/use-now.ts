import { useSyncExternalStore } from "react";

/** One clock for the whole window, shared by all relative times. */
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The current time to the second; renders again every second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => {
    if (!timer) nowMs = Date.now();
    return Math.floor(nowMs / 1_000) * 1_000;
  });
}

/** A text that depends on the time; renders again only when the text changes. */
export function useTimeText(write: (nowMs: number) => string): string {
  return useSyncExternalStore(subscribe, () => {
    if (!timer) nowMs = Date.now();
    return write(nowMs);
  });
}
