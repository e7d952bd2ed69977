import { type ReactNode, type SubmitEvent, useState } from "react";
import { Button } from "../../components/button.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { UnsavedGuard } from "../../components/unsaved-guard.tsx";
import { useSubmit } from "../../components/use-submit.ts";

export type SettingsFormProps = {
  isChanged: boolean;
  isValid: boolean;
  saveLabel: string;
  onSave: () => Promise<void>;
  /** The fields; they show what is wrong with them once the form was submitted. */
  children: (isSubmitted: boolean) => ReactNode;
};

/** A few settings with a button of their own, which saves them. */
export function SettingsForm({ isChanged, isValid, saveLabel, onSave, children }: SettingsFormProps) {
  const [isSubmitted, setIsSubmitted] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (isValid && isChanged) void submit(onSave);
  };
  return (
    <form noValidate onSubmit={save} className="flex flex-col gap-3">
      <UnsavedGuard isChanged={isChanged} />
      {children(isSubmitted)}
      <SubmitError error={error} />
      <div>
        <Button type="submit" variant="primary" busy={isBusy} disabled={!isChanged}>
          {saveLabel}
        </Button>
      </div>
    </form>
  );
}
