import { type SubmitEvent, useState } from "react";
import type { BoardRow } from "../../../shared/views.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Checkbox } from "../../components/checkbox.tsx";
import { CancelButton, Dialog } from "../../components/dialog.tsx";
import { TextField } from "../../components/field.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useIsChanged } from "../../components/unsaved-guard.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { forgetUnsaved } from "../../router/unsaved.ts";
import { navigate } from "../../router/use-location.ts";
import { plural } from "../../time/format-time.ts";

export type DuplicateBoardDialogProps = { board: BoardRow; onClose: () => void };

/** Adds a board with the settings of another one, with or without copies of its agents. */
export function DuplicateBoardDialog({ board: { id, name: original, agents }, onClose }: DuplicateBoardDialogProps) {
  const [name, setName] = useState(`${original.slice(0, 195)} copy`);
  const [withAgents, setWithAgents] = useState(true);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const isChanged = useIsChanged({ name, withAgents });
  const fault = name.trim() === "" ? "Give the board a name." : null;
  const duplicate = (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (fault) return;
    void submit(async () => {
      const copy = await client.boards.duplicate({ id, name, withAgents });
      forgetUnsaved();
      navigate(`/boards/${copy.id}`);
    });
  };
  return (
    <Dialog
      open
      isChanged={isChanged}
      onClose={onClose}
      title={`Duplicate ${original}`}
      description="The new board has its settings, template set and variables, on the same gateway. Its chat stays here. Nothing changes on the gateway until the next sync."
    >
      <form noValidate onSubmit={duplicate} className="flex flex-col gap-4">
        <TextField
          label="Name"
          autoFocus
          maxLength={200}
          value={name}
          error={isSubmitted ? fault : null}
          onChange={setName}
        />
        {agents > 0 && (
          <Checkbox
            label={`With copies of its ${plural(agents, "agent")}`}
            help="Its lead included. Each copy gets an id, a token and files of its own."
            checked={withAgents}
            onChange={setWithAgents}
          />
        )}
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
