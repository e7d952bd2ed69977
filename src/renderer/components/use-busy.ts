import { useState } from "react";

/** Whether a button's work is in progress, and what starts it. The work reports its own failures, for example in a toast. */
export function useBusy(): [isBusy: boolean, start: (work: () => Promise<unknown>) => void] {
  const [busyWith, start] = useBusyWith<"work">();
  return [busyWith !== null, (work) => start("work", work)];
}

/** The same for several buttons of which one works at a time: which one it is. */
export function useBusyWith<Name extends string>(): [
  busyWith: Name | null,
  start: (name: Name, work: () => Promise<unknown>) => void,
] {
  const [busyWith, setBusyWith] = useState<Name | null>(null);
  const start = (name: Name, work: () => Promise<unknown>) => {
    setBusyWith(name);
    void work().finally(() => setBusyWith(null));
  };
  return [busyWith, start];
}
