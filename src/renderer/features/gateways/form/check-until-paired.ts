import type { CheckResult } from "../../../../shared/views.ts";

export type CheckUntilPairedOptions = {
  /** One check; it reports the result of each stage when the stage ends. */
  check: (signal: AbortSignal) => Promise<AsyncIterable<CheckResult>>;
  signal: AbortSignal;
  onResult: (result: CheckResult) => void;
  /** Pauses between two checks while waiting for the approval. */
  pause?: () => Promise<void>;
};

const pairingPauseMs = 3_000;

/**
 * Checks a gateway and, if only the pairing is missing, checks again until it has been approved.
 *
 * @returns the last result, or null when it was stopped
 */
export async function checkUntilPaired(options: CheckUntilPairedOptions): Promise<CheckResult | null> {
  const {
    check,
    signal,
    onResult,
    pause = () => new Promise((resolve) => setTimeout(resolve, pairingPauseMs)),
  } = options;
  for (let isFirst = true; ; isFirst = false) {
    let last: CheckResult | null = null;
    for await (const result of await check(signal)) {
      last = result;
      // Repeated checks while the operator waits for the approval must not make the stages flicker.
      if (isFirst || result.ok || isPairing(result)) onResult(result);
    }
    if (signal.aborted || !last) return null;
    if (!isPairing(last)) {
      onResult(last);
      return last;
    }
    await pause();
    if (signal.aborted) return null;
  }
}

function isPairing({ pairingRequestId }: CheckResult): boolean {
  return pairingRequestId !== null;
}
