import type { RunWatch } from "./run-watch.ts";

export type KeepAwakeOptions = {
  /** The operator's choice, as it is now. */
  isWanted: () => boolean;
  blocker: { start(kind: "prevent-app-suspension"): number; stop(id: number): unknown };
};

/** Keeps the machine from falling asleep by itself while a run is in progress. The screen may go dark, and a closed lid counts. */
export function keepAwake(watch: Pick<RunWatch, "onProgress">, { isWanted, blocker }: KeepAwakeOptions): void {
  let id: number | null = null;
  watch.onProgress((live) => {
    if (live.length > 0 && isWanted()) {
      id ??= blocker.start("prevent-app-suspension");
      return;
    }
    if (id !== null) blocker.stop(id);
    id = null;
  });
}
