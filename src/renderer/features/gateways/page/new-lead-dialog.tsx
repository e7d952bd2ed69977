import { type SubmitEvent, useState } from "react";
import type { BoardRow } from "../../../../shared/views.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { TextField } from "../../../components/field.tsx";

export type NewLead = { agentName: string; identityProfile: Record<string, string> };
export type NewLeadDialogProps = { board: BoardRow; onClose: () => void; onCreate: (lead: NewLead) => void };

/** Asks for the name and identity of a board's new lead; every field may stay empty. */
export function NewLeadDialog({ board, onClose, onCreate }: NewLeadDialogProps) {
  const [agentName, setAgentName] = useState("");
  const [role, setRole] = useState("");
  const [style, setStyle] = useState("");
  const [emoji, setEmoji] = useState("");
  const create = (event: SubmitEvent) => {
    event.preventDefault();
    onCreate({ agentName, identityProfile: { role, communication_style: style, emoji } });
  };
  return (
    <Dialog
      open
      onClose={onClose}
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
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary">
            Create lead
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
