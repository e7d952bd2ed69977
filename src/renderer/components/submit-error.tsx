import type { OperatorError } from "../api/operator-error.ts";
import { Notice } from "./notice.tsx";

/** Why a form could not be saved: one line for each problem that main found. */
export function SubmitError({ error }: { error: OperatorError | null }) {
  if (!error) return null;
  return (
    <Notice tone="danger" title={<span className="whitespace-pre-line">{error.message}</span>} code={error.code} live>
      {error.hint}
    </Notice>
  );
}
