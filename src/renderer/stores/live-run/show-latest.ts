/**
 * Passes on the latest of values that come in quick succession, at most once in `everyMs`, and each in a task of its own: what
 * it takes to show one does not add to what it took to receive it.
 */
export function showLatest<Value>(
  show: (value: Value) => void,
  everyMs: number,
): { put(value: Value): void; cancel(): void } {
  let waiting: { value: Value } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = () => {
    timer = undefined;
    if (!waiting) return;
    const { value } = waiting;
    waiting = null;
    timer = setTimeout(next, everyMs);
    show(value);
  };
  return {
    put(value) {
      waiting = { value };
      timer ??= setTimeout(next, 0);
    },
    cancel() {
      waiting = null;
      clearTimeout(timer);
    },
  };
}
