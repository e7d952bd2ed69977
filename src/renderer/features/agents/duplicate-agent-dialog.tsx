import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AgentView } from "../../../shared/views.ts";
import { client, orpc } from "../../api/client.ts";
import { DuplicateDialog } from "../../components/duplicate-dialog.tsx";
import { SelectField } from "../../components/select.tsx";

export type DuplicateAgentDialogProps = { agent: AgentView; onClose: () => void };

/** Adds an agent with the settings of another one, on its board or another. */
export function DuplicateAgentDialog({ agent, onClose }: DuplicateAgentDialogProps) {
  const boards = useQuery(orpc.boards.list.queryOptions({ input: {} }));
  const [boardId, setBoardId] = useState(agent.boardId ?? "");
  const fault = boardId === "" ? "Choose a board." : null;
  const choices = [
    ...(agent.boardId === null ? [{ value: "", label: "Choose a board" }] : []),
    ...(boards.data ?? [])
      .filter((board) => board.gatewayId !== null)
      .map((board) => ({ value: board.id, label: `${board.name} on ${board.gatewayName}` })),
  ];
  return (
    <DuplicateDialog
      noun="agent"
      original={agent.name}
      description={`The new agent has its identity, heartbeat and own templates. Its id, token and files are its own.${agent.isBoardLead ? " It is a lead where the board has none." : ""}`}
      others={boardId}
      areOthersRight={fault === null}
      duplicate={async (name) => `/agents/${(await client.agents.duplicate({ id: agent.id, name, boardId })).id}`}
      onClose={onClose}
    >
      {(isSubmitted) => (
        <SelectField
          label="Board"
          choices={choices}
          value={boardId}
          error={isSubmitted ? fault : null}
          onChange={setBoardId}
        />
      )}
    </DuplicateDialog>
  );
}
