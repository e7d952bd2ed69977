import { type SubmitEvent, useState } from "react";
import type { BoardRow } from "../../../../shared/views.ts";
import { Button } from "../../../components/button.tsx";
import { CancelButton, Dialog } from "../../../components/dialog.tsx";
import { TextField } from "../../../components/field.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useIsChanged } from "../../../components/unsaved-guard.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { ensureLead, useAskedBoard } from "./start-ensure-lead.ts";

/** Asks for the name and identity of a board's new lead, wherever that was started; every field may stay empty. */
export function NewLeadDialog() {
  const { board } = useAskedBoard();
  return board && <OpenNewLeadDialog board={board} />;
}

function OpenNewLeadDialog({ board }: { board: BoardRow }) {
  const [agentName, setAgentName] = useState("");
  const [role, setRole] = useState("");
  const [style, setStyle] = useState("");
  const [emoji, setEmoji] = useState("");
  const { isBusy, error, submit } = useSubmit();
  const isChanged = useIsChanged({ agentName, role, style, emoji });
  const create = (event: SubmitEvent) => {
    event.preventDefault();
    const identityProfile = { role, communication_style: style, emoji };
    void submit(() => ensureLead(board, { agentName, identityProfile }));
  };
  return (
    <Dialog
      open
      isChanged={isChanged}
      onClose={() => useAskedBoard.setState({ board: null })}
      title={`Create the lead of ${board.name}`}
      description="The lead assigns the board's work. It is created, provisioned and woken."
    >
      <form noValidate onSubmit={create} className="flex flex-col gap-4">
        <TextField
          label="Name"
          placeholder="Lead Agent"
          autoFocus
          maxLength={200}
          value={agentName}
          onChange={setAgentName}
        />
        <TextField label="Role" placeholder="Board Lead" value={role} onChange={setRole} />
        <TextField
          label="Communication style"
          placeholder="direct, concise, practical"
          value={style}
          onChange={setStyle}
        />
        <TextField label="Emoji" placeholder=":gear:" value={emoji} onChange={setEmoji} />
        <SubmitError error={error} />
        <div className="flex justify-end gap-2">
          <CancelButton />
          <Button type="submit" variant="primary" busy={isBusy}>
            Create lead
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
