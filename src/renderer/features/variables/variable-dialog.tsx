import { type SubmitEvent, useState } from "react";
import type { TemplateVariable, VariableOwner } from "../../../shared/variables.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { CancelButton, Dialog } from "../../components/dialog.tsx";
import { TextArea, TextField } from "../../components/field.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useIsChanged } from "../../components/unsaved-guard.tsx";
import { useSubmit } from "../../components/use-submit.ts";

export type VariableDialogProps = { owner: VariableOwner; variable?: TemplateVariable; onClose: () => void };

/** Adds a variable, or changes its value. */
export function VariableDialog({ owner, variable, onClose }: VariableDialogProps) {
  const [name, setName] = useState(variable?.name ?? "");
  const [value, setValue] = useState(variable?.value ?? "");
  const { isBusy, error, submit } = useSubmit();
  const isChanged = useIsChanged({ name, value });
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    void submit(async () => {
      await client.templates.setVariable({ owner, name: name.trim(), value });
      onClose();
    });
  };
  return (
    <Dialog
      open
      isChanged={isChanged}
      onClose={onClose}
      title={variable ? `Variable ${variable.name}` : "Add a variable"}
      description="Plain text for agents' files. It is not kept secret: enter no tokens or keys."
    >
      <form noValidate onSubmit={save} className="flex flex-col gap-4">
        <TextField
          label="Name"
          help="Letters, digits and underscores. Templates use it as {{ name }}."
          className="font-mono"
          spellCheck={false}
          placeholder="team_channel"
          autoFocus={!variable}
          disabled={variable !== undefined}
          value={name}
          onChange={setName}
        />
        <TextArea label="Value" rows={3} value={value} onChange={setValue} />
        <SubmitError error={error} />
        <div className="flex justify-end gap-2">
          <CancelButton />
          <Button type="submit" variant="primary" busy={isBusy} disabled={name.trim() === ""}>
            Save variable
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
