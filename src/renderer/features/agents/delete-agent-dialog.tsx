import { useState } from "react";
import { binDays } from "../../../shared/bin.ts";
import { agentKey, isOwnKeyOf } from "../../../shared/identity.ts";
import type { AgentView } from "../../../shared/views.ts";
import { client } from "../../api/client.ts";
import { Checkbox } from "../../components/checkbox.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { navigate } from "../../router/use-location.ts";
import { tellDeleted } from "../../stores/deletions.ts";

export type DeleteAgentDialogProps = { agent: AgentView; open: boolean; onClose: () => void };

/** Asks before an agent is deleted here and on its gateway. */
export function DeleteAgentDialog({ agent, open, onClose }: DeleteAgentDialogProps) {
  const [evenIfGatewayAway, setEvenIfGatewayAway] = useState(false);
  const { id, name, gatewayName, workspacePath, boardId, mode } = agent;
  const isOurs = isOwnKeyOf(agent, agentKey(agent));
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Delete ${name}?`}
      description={
        mode ? (
          `Its mode leaves the gateway alone: only its record is deleted, and the agent stays on ${gatewayName} as it is.`
        ) : (
          <div className="flex flex-col gap-3">
            <p>
              The agent is removed from {gatewayName}{" "}
              {isOurs ? "with its workspace" : "and then from Flight Deck. Its workspace"}{" "}
              <code className="break-all">{workspacePath}</code>
              {isOurs ? ", its memory included, and then from Flight Deck." : " was there before, and stays."} What is
              deleted there cannot be undone. Its record can be restored from the bin for {binDays} days.
            </p>
            <Checkbox
              label="Delete the record even if the gateway cannot be reached"
              help={`The agent then stays on ${gatewayName} with its heartbeat and token. The gateway's page lists it without a record, to adopt or delete.`}
              checked={evenIfGatewayAway}
              onChange={setEvenIfGatewayAway}
            />
          </div>
        )
      }
      typed={name}
      confirmLabel="Delete agent"
      onConfirm={async () => {
        tellDeleted(
          "The agent was deleted",
          name,
          await client.agents.delete({ id, confirmName: name, evenIfGatewayAway }),
        );
        navigate(boardId ? `/boards/${boardId}` : "/agents");
      }}
    />
  );
}
