const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `listener` once when the signal aborts. Adding a listener to a signal takes time for each one it has, and hundreds of
 * calls wait on the signal of a run: here they share one.
 * @returns removes the listener
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  const known = listeners.get(signal) ?? listenTo(signal);
  known.add(listener);
  return () => known.delete(listener);
}

function listenTo(signal: AbortSignal): Set<() => void> {
  const added = new Set<() => void>();
  listeners.set(signal, added);
  signal.addEventListener(
    "abort",
    () => {
      for (const listener of added) listener();
    },
    { once: true },
  );
  return added;
}
