import { ArrowLeft } from "lucide-react";
import type { ReactNode, SubmitEvent } from "react";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { focusFirstFault } from "../../components/focus-first-fault.ts";

export type SetupStepFormProps = {
  title: string;
  note?: string;
  /** Whether something marked has to be corrected first. */
  isFaulty: boolean;
  busy?: boolean;
  continueLabel?: string;
  onBack?: (() => void) | undefined;
  onContinue: () => void;
  /** Called at each attempt to continue, so that faults are shown from then on. */
  onTry: () => void;
  /** Beside the main button. */
  actions?: ReactNode;
  children: ReactNode;
};

/** One step of the guided path: its fields, and the way on and back. */
export function SetupStepForm(props: SetupStepFormProps) {
  const { title, note, isFaulty, busy = false, continueLabel = "Continue", onBack, onContinue, onTry } = props;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onTry();
    if (isFaulty) return focusFirstFault(event.currentTarget);
    onContinue();
  };
  return (
    <Card title={title} note={note}>
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        {props.children}
        <div className="flex flex-wrap gap-2 border-line border-t pt-4">
          {onBack && (
            <Button icon={ArrowLeft} disabled={busy} onClick={onBack}>
              Back
            </Button>
          )}
          <Button type="submit" variant="primary" busy={busy}>
            {continueLabel}
          </Button>
          {props.actions}
        </div>
      </form>
    </Card>
  );
}
