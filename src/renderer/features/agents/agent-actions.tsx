import { BellRing, Copy, Ellipsis, KeyRound, Pencil, RefreshCw, Trash2, Undo2 } from "lucide-react";
import { useState } from "react";
import type { AgentView } from "../../../shared/views.ts";
import { Button, IconButton } from "../../components/button.tsx";
import { Menu } from "../../components/menu.tsx";
import { useBusy } from "../../components/use-busy.ts";
import { navigate } from "../../router/use-location.ts";
import { startSync } from "../runs/start-sync.ts";
import { startWake } from "../runs/start-wake.ts";
import { agentSync, needsToken } from "./agent-sync.ts";
import { DeleteAgentDialog } from "./delete-agent-dialog.tsx";
import { DuplicateAgentDialog } from "./duplicate-agent-dialog.tsx";
import { ReleaseAgentDialog } from "./release-agent-dialog.tsx";

export type AgentActionsProps = { agent: AgentView; runningRunId: string | null };

/** The actions for one agent: sync, repair its token, edit, delete. */
export function AgentActions({ agent, runningRunId }: AgentActionsProps) {
  const [isBusy, whileBusy] = useBusy();
  const [isDeleting, setIsDeleting] = useState(false);
  const [isDuplicating, setIsDuplicating] = useState(false);
  const [isReleasing, setIsReleasing] = useState(false);
  const isNew = needsToken(agent) && !agent.hasTokenHash;
  const sync = (repairTokens: boolean) => whileBusy(() => startSync(agentSync(agent, repairTokens)));
  return (
    <>
      {(agent.token === "drifted" || agent.token === "unreadable") && !isNew && (
        <Button
          icon={KeyRound}
          disabled={isBusy || runningRunId !== null}
          title="Syncs this agent and gives it a new token"
          onClick={() => sync(true)}
        >
          Repair token
        </Button>
      )}
      <Button
        variant="primary"
        icon={RefreshCw}
        busy={isBusy}
        disabled={runningRunId !== null}
        title={isNew ? "Creates this agent on the gateway and gives it its first token" : "Syncs this agent only"}
        onClick={() => sync(isNew)}
      >
        {isNew ? "Provision agent" : "Sync agent"}
      </Button>
      <Menu
        trigger={<IconButton icon={Ellipsis} label="More actions" variant="secondary" size="md" />}
        entries={[
          { label: "Wake agent", icon: BellRing, onSelect: () => void startWake({ agentIds: [agent.id] }) },
          { label: "Edit agent", icon: Pencil, onSelect: () => navigate(`/agents/${agent.id}/edit`) },
          { label: "Duplicate agent", icon: Copy, onSelect: () => setIsDuplicating(true) },
          { label: "Release agent", icon: Undo2, onSelect: () => setIsReleasing(true) },
          { label: "Delete agent", icon: Trash2, danger: true, onSelect: () => setIsDeleting(true) },
        ]}
      />
      {isDuplicating && <DuplicateAgentDialog agent={agent} onClose={() => setIsDuplicating(false)} />}
      <ReleaseAgentDialog agent={agent} open={isReleasing} onClose={() => setIsReleasing(false)} />
      <DeleteAgentDialog agent={agent} open={isDeleting} onClose={() => setIsDeleting(false)} />
    </>
  );
}
