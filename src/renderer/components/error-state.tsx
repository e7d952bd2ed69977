import { RotateCw } from "lucide-react";
import { toOperatorError } from "../api/operator-error.ts";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

export type ErrorStateProps = { error: unknown; onRetry?: () => void };

/** Shown by a list or a screen that could not be loaded. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { code, message, hint } = toOperatorError(error);
  const retry = onRetry && (
    <Button size="sm" icon={RotateCw} onClick={onRetry}>
      Try again
    </Button>
  );
  return (
    <div className="p-4">
      <Notice tone="danger" title={message} actions={retry} code={code} live>
        {hint}
      </Notice>
    </div>
  );
}
