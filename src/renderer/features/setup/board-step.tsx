import { useState } from "react";
import { TextArea, TextField } from "../../components/field.tsx";
import { SelectField } from "../../components/select.tsx";
import { boardTypes } from "../boards/board-types.ts";
import { boardFaults, type SetupDraft } from "./setup-draft.ts";
import { SetupStepForm } from "./setup-step-form.tsx";
import type { SetupStepProps } from "./setup-step-props.ts";

/** The first board: the agents on it share one objective. */
export function BoardStep({ draft, onChange, goTo }: SetupStepProps) {
  const [isTried, setIsTried] = useState(false);
  const faults = boardFaults(draft);
  const text = (name: keyof SetupDraft["board"]) => ({
    value: draft.board[name],
    onChange: (value: string) => onChange({ ...draft, board: { ...draft.board, [name]: value } }),
  });
  return (
    <SetupStepForm
      title="First board"
      note="A board is a group of agents with one objective."
      isFaulty={Object.keys(faults).length > 0}
      onTry={() => setIsTried(true)}
      onBack={() => goTo("owner")}
      onContinue={() => goTo("agents")}
    >
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        <TextField
          label="Name"
          placeholder="Customer Support"
          autoFocus
          error={isTried ? faults.name : null}
          {...text("name")}
        />
        <SelectField label="Type" choices={boardTypes} {...text("boardType")} />
        <div className="col-span-full">
          <TextArea
            label="Objective"
            help="The outcome to reach, specific enough for an agent to tell when it is met. May be empty."
            rows={3}
            {...text("objective")}
          />
        </div>
      </div>
    </SetupStepForm>
  );
}
