import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import type { AgentView } from "../../../shared/views.ts";
import { client, orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { CancelButton, Dialog } from "../../components/dialog.tsx";
import { TextField } from "../../components/field.tsx";
import { SelectField } from "../../components/select.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useIsChanged } from "../../components/unsaved-guard.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { forgetUnsaved } from "../../router/unsaved.ts";
import { navigate } from "../../router/use-location.ts";

export type DuplicateAgentDialogProps = { agent: AgentView; onClose: () => void };

/** Adds an agent with the settings of another one, on its board or another. */
export function DuplicateAgentDialog({ agent, onClose }: DuplicateAgentDialogProps) {
  const boards = useQuery(orpc.boards.list.queryOptions({ input: {} }));
  const [name, setName] = useState(`${agent.name.slice(0, 195)} copy`);
  const [boardId, setBoardId] = useState(agent.boardId ?? "");
  const [isSubmitted, setIsSubmitted] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const isChanged = useIsChanged({ name, boardId });
  const faults = {
    name: name.trim() === "" ? "Give the agent a name." : null,
    board: boardId === "" ? "Choose a board." : null,
  };
  const choices = [
    ...(agent.boardId === null ? [{ value: "", label: "Choose a board" }] : []),
    ...(boards.data ?? [])
      .filter((board) => board.gatewayId !== null)
      .map((board) => ({ value: board.id, label: `${board.name} on ${board.gatewayName}` })),
  ];
  const duplicate = (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (faults.name || faults.board) return;
    void submit(async () => {
      const copy = await client.agents.duplicate({ id: agent.id, name, boardId });
      forgetUnsaved();
      navigate(`/agents/${copy.id}`);
    });
  };
  return (
    <Dialog
      open
      isChanged={isChanged}
      onClose={onClose}
      title={`Duplicate ${agent.name}`}
      description={`The new agent has its identity, heartbeat and own templates. Its id, token and files are its own.${agent.isBoardLead ? " It is a lead where the board has none." : ""}`}
    >
      <form noValidate onSubmit={duplicate} className="flex flex-col gap-4">
        <TextField
          label="Name"
          autoFocus
          maxLength={200}
          value={name}
          error={isSubmitted ? faults.name : null}
          onChange={setName}
        />
        <SelectField
          label="Board"
          choices={choices}
          value={boardId}
          error={isSubmitted ? faults.board : null}
          onChange={setBoardId}
        />
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
