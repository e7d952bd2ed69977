import { useEffect, useRef, useState } from "react";
import type { CheckResult } from "../../../../shared/views.ts";
import { client } from "../../../api/client.ts";
import { type OperatorError, toOperatorError } from "../../../api/operator-error.ts";
import { checkUntilPaired } from "./check-until-paired.ts";
import { type GatewayDraft, tokenInput } from "./gateway-draft.ts";

export type GatewayCheck = {
  result: CheckResult | null;
  error: OperatorError | null;
  isChecking: boolean;
  /** @returns whether the gateway accepted the connection */
  run: (draft: GatewayDraft) => Promise<boolean>;
  /** Stops a check and clears the last result, which was about another address. */
  reset: () => void;
};

/** Checks the gateway of a form. Leaving the form also stops the check in main. */
export function useGatewayCheck(id: string | undefined): GatewayCheck {
  const [result, setResult] = useState<CheckResult | null>(null);
  const [error, setError] = useState<OperatorError | null>(null);
  const [isChecking, setIsChecking] = useState(false);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const reset = () => {
    abort.current?.abort();
    setResult(null);
    setError(null);
    setIsChecking(false);
  };
  const run = async (draft: GatewayDraft) => {
    reset();
    const controller = new AbortController();
    abort.current = controller;
    setIsChecking(true);
    const { url, name, workspaceRoot, allowInsecureTls, disableDevicePairing } = draft;
    const input = {
      url: url.trim(),
      name,
      workspaceRoot,
      allowInsecureTls,
      disableDevicePairing,
      ...tokenInput(draft),
    };
    try {
      const last = await checkUntilPaired({
        check: (signal) => client.gateways.check({ ...input, ...(id ? { id } : {}) }, { signal }),
        signal: controller.signal,
        onResult: (each) => !controller.signal.aborted && setResult(each),
      });
      return last?.ok ?? false;
    } catch (thrown) {
      if (!controller.signal.aborted) setError(toOperatorError(thrown));
      return false;
    } finally {
      if (!controller.signal.aborted) setIsChecking(false);
    }
  };
  return { result, error, isChecking, run, reset };
}
