import { useState } from "react";

/** Whether a button's work is in progress, and what starts it. The work reports its own failures, for example in a toast. */
export function useBusy(): [isBusy: boolean, start: (work: () => Promise<unknown>) => void] {
  const [isBusy, setIsBusy] = useState(false);
  const start = (work: () => Promise<unknown>) => {
    setIsBusy(true);
    void work().finally(() => setIsBusy(false));
  };
  return [isBusy, start];
}
