import { binDays } from "../../../shared/bin.ts";
import type { AgentView } from "../../../shared/views.ts";
import { client } from "../../api/client.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { navigate } from "../../router/use-location.ts";
import { tellDeleted } from "../../stores/deletions.ts";

export type ReleaseAgentDialogProps = { agent: AgentView; open: boolean; onClose: () => void };

/** Asks before an agent is given back: it stays on its gateway, and no run knows it any more. */
export function ReleaseAgentDialog({ agent, open, onClose }: ReleaseAgentDialogProps) {
  const { id, name, gatewayName, boardId } = agent;
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Release ${name}?`}
      description={`The agent stays on ${gatewayName} as it is, with its files, heartbeat and token; no sync touches it from then on. Its record can be restored from the bin for ${binDays} days.`}
      danger={false}
      confirmLabel="Release agent"
      onConfirm={async () => {
        tellDeleted("The agent was released", name, await client.adoption.release({ agentId: id }));
        navigate(boardId ? `/boards/${boardId}` : "/agents");
      }}
    />
  );
}
