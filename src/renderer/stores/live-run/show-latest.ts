/**
 * Passes on the latest of values that arrive in quick succession, at most once per `everyMs`. Each is shown in its own task,
 * so that the time to show a value is not added to the time to receive it.
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
