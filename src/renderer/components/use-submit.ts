import { useState } from "react";
import { type OperatorError, toOperatorError } from "../api/operator-error.ts";

export type Submission = {
  isBusy: boolean;
  /** Why the last attempt failed; cleared by the next one. */
  error: OperatorError | null;
  submit: (work: () => Promise<unknown>) => Promise<void>;
};

/** One action of a form: it cannot be started twice, and its error stays on the screen. */
export function useSubmit(): Submission {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<OperatorError | null>(null);
  const submit = async (work: () => Promise<unknown>) => {
    setIsBusy(true);
    setError(null);
    try {
      await work();
    } catch (thrown) {
      setError(toOperatorError(thrown));
    }
    setIsBusy(false);
  };
  return { isBusy, error, submit };
}
