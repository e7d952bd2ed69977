import { type ReactNode, type SubmitEvent, useState } from "react";
import { forgetUnsaved } from "../router/unsaved.ts";
import { navigate } from "../router/use-location.ts";
import { Button } from "./button.tsx";
import { CancelButton, Dialog } from "./dialog.tsx";
import { TextField } from "./field.tsx";
import { SubmitError } from "./submit-error.tsx";
import { useIsChanged } from "./unsaved-guard.tsx";
import { useSubmit } from "./use-submit.ts";

export type DuplicateDialogProps = {
  noun: "agent" | "board";
  /** The name of the record that is duplicated. */
  original: string;
  description: string;
  /** What the other fields hold, so that closing the dialog asks before it loses a change. */
  others: string | boolean;
  /** Whether the other fields can be sent as they are. */
  areOthersRight: boolean;
  /** Makes the copy under the given name, and answers the address of its page. */
  duplicate: (name: string) => Promise<string>;
  onClose: () => void;
  /** The other fields. They show their faults once the form was sent. */
  children: (isSubmitted: boolean) => ReactNode;
};

/** Asks for the name of a copy and for what else its kind needs, makes it, and opens its page. */
export function DuplicateDialog({ noun, original, others, areOthersRight, ...props }: DuplicateDialogProps) {
  const [name, setName] = useState(`${original.slice(0, 195)} copy`);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const isChanged = useIsChanged({ name, others });
  const fault = name.trim() === "" ? `Give the ${noun} a name.` : null;
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (fault || !areOthersRight) return;
    void submit(async () => {
      const address = await props.duplicate(name);
      forgetUnsaved();
      navigate(address);
    });
  };
  return (
    <Dialog
      open
      isChanged={isChanged}
      onClose={props.onClose}
      title={`Duplicate ${original}`}
      description={props.description}
    >
      <form noValidate onSubmit={send} className="flex flex-col gap-4">
        <TextField
          label="Name"
          autoFocus
          maxLength={200}
          value={name}
          error={isSubmitted ? fault : null}
          onChange={setName}
        />
        {props.children(isSubmitted)}
        <SubmitError error={error} />
        <div className="flex justify-end gap-2">
          <CancelButton />
          <Button type="submit" variant="primary" busy={isBusy}>
            Duplicate
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
