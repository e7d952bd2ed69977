import { Button } from "../../../components/button.tsx";
import { Notice } from "../../../components/notice.tsx";
import type { Draft } from "./use-draft.ts";

export type MovedNoticeProps = { draft: Draft; onDiscard: () => void };

/** Something else changed the folder since the draft began: the operator decides what becomes of the draft. */
export function MovedNotice({ draft, onDiscard }: MovedNoticeProps) {
  return (
    <Notice
      tone="warn"
      title="The templates have changed since this draft began"
      live
      actions={
        <>
          <Button size="sm" onClick={() => draft.rebase()}>
            Keep my changes
          </Button>
          <Button size="sm" onClick={onDiscard}>
            Discard draft
          </Button>
        </>
      }
    >
      Nothing is saved until you decide. What is there now is kept as a version; templates that you did not change
      follow it. With "Keep my changes", your text replaces that of {draft.changedNames.join(", ")}: compare it below
      first.
    </Notice>
  );
}
