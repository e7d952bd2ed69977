import { AlertDialog } from "@base-ui/react/alert-dialog";
import { type ReactNode, useEffect, useState } from "react";
import { addUnsaved } from "../router/unsaved.ts";
import { Button } from "./button.tsx";

/** Whether a form differs from what it held when it was opened. @param draft plain data */
export function useIsChanged(draft: unknown): boolean {
  const [first] = useState(draft);
  return isDifferent(draft, first);
}

/** Compares two drafts, which are plain data. */
export function isDifferent(draft: unknown, first: unknown): boolean {
  return JSON.stringify(draft) !== JSON.stringify(first);
}

export type UnsavedGuard = {
  /** Does something that would lose the changes: at once if there are none, or after the operator has agreed. */
  leave: (action: () => void) => void;
  /** To be rendered inside the form or dialog. */
  question: ReactNode;
};

/** Asks once before unsaved changes of a form are lost: when its dialog closes, or another screen is opened. */
export function useUnsavedGuard(isChanged: boolean): UnsavedGuard {
  const [discard, setDiscard] = useState<(() => void) | null>(null);
  useEffect(() => {
    if (isChanged) return addUnsaved({ ask: (action) => setDiscard(() => action) });
  }, [isChanged]);
  const answer = (isDiscarded: boolean) => {
    setDiscard(null);
    if (isDiscarded) discard?.();
  };
  return {
    leave: (action) => (isChanged ? setDiscard(() => action) : action()),
    question: discard && <DiscardQuestion onAnswer={answer} />,
  };
}

/** Guards the form on a page that it is rendered in. A dialog takes `isChanged` instead. */
export function UnsavedGuard({ isChanged }: { isChanged: boolean }) {
  return useUnsavedGuard(isChanged).question;
}

function DiscardQuestion({ onAnswer }: { onAnswer: (isDiscarded: boolean) => void }) {
  return (
    <AlertDialog.Root open onOpenChange={(isOpen) => !isOpen && onAnswer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-60 bg-scrim" forceRender />
        <AlertDialog.Popup className="fixed top-[20vh] left-1/2 z-60 w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 rounded-xl border border-line bg-raised shadow-high">
          <header className="px-5 pt-4 pb-4">
            <AlertDialog.Title className="font-semibold text-lg">Discard your changes?</AlertDialog.Title>
            <AlertDialog.Description className="mt-1 text-muted">
              What you entered here is not saved.
            </AlertDialog.Description>
          </header>
          <footer className="flex flex-wrap justify-end gap-2 rounded-b-xl border-line border-t bg-sunken px-5 py-3">
            <Button autoFocus onClick={() => onAnswer(false)}>
              Keep editing
            </Button>
            <Button variant="danger" onClick={() => onAnswer(true)}>
              Discard changes
            </Button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
