import type { OperatorError } from "../api/operator-error.ts";
import { Notice } from "./notice.tsx";

/** What kept a form from being saved; a line for each fault that main found. */
export function SubmitError({ error }: { error: OperatorError | null }) {
  if (!error) return null;
  return (
    <Notice tone="danger" title={<span className="whitespace-pre-line">{error.message}</span>} live>
      {error.hint}
    </Notice>
  );
}
