import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { dangersOf, plainSync, type SyncChoice } from "../../../../shared/sync-options.ts";
import type { ScopeBoards } from "../../../../shared/sync-scope.ts";
import type { AgentRow, GatewayRow } from "../../../../shared/views.ts";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { SplitButton } from "../../../components/split-button.tsx";
import { useBusy } from "../../../components/use-busy.ts";
import { navigate } from "../../../router/use-location.ts";
import { plural } from "../../../time/format-time.ts";
import { startSync } from "../../runs/start-sync.ts";
import { agentsInScope } from "./agents-in-scope.ts";
import { PresetsDialog } from "./presets-dialog.tsx";
import { SyncPanel } from "./sync-panel.tsx";

export type SyncButtonProps = {
  gateway: GatewayRow;
  /** All agents of the gateway. */
  agents: AgentRow[];
  boards: ScopeBoards;
};

/**
 * "Sync templates": a plain sync with one click, all options behind the arrow; dangerous options ask for a typed
 * confirmation.
 */
export function SyncButton({ gateway, agents, boards }: SyncButtonProps) {
  const [choices, setChoices] = useState(plainSync);
  const [userId, setUserId] = useState<string | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [isConfirming, setIsConfirming] = useState(false);
  const [isManaging, setIsManaging] = useState(false);
  const [isBusy, whileBusy] = useBusy();
  const { id, name, runningRunId } = gateway;
  const inScope = agentsInScope(agents, choices, boards);
  const dangers = dangersOf(choices);
  const sendChosen = () => startSync({ gatewayId: id, ...choices, userId });
  const startPlain = () => whileBusy(() => startSync({ gatewayId: id, ...plainSync, userId: null }));
  const startChosen = () => {
    setIsOpen(false);
    if (dangers.length > 0) setIsConfirming(true);
    else whileBusy(sendChosen);
  };
  if (runningRunId) {
    return (
      <Button variant="primary" icon={RefreshCw} onClick={() => navigate(`/runs/${runningRunId}`)}>
        Watch the run
      </Button>
    );
  }
  return (
    <>
      <SplitButton
        label="Sync templates"
        icon={RefreshCw}
        busy={isBusy}
        onClick={startPlain}
        optionsLabel="Options of the template sync"
        open={isOpen}
        onOpenChange={setIsOpen}
      >
        <SyncPanel
          choices={choices}
          onChange={setChoices}
          agentCount={inScope.length}
          userId={userId}
          onUserChange={setUserId}
          onStart={startChosen}
          onPresets={() => {
            setIsOpen(false);
            setIsManaging(true);
          }}
        />
      </SplitButton>
      {isManaging && (
        <PresetsDialog
          choices={choices}
          onClose={() => {
            setIsManaging(false);
            setIsOpen(true);
          }}
        />
      )}
      <ConfirmDialog
        open={isConfirming}
        onClose={() => setIsConfirming(false)}
        title={`Sync ${name} with options that cannot be undone?`}
        description={<Dangers dangers={dangers} />}
        hits={{
          label: `${plural(inScope.length, "agent")} will be affected`,
          names: inScope.map((agent) => agent.name),
        }}
        typed={name}
        confirmLabel="Start sync"
        onConfirm={sendChosen}
      />
    </>
  );
}

function Dangers({ dangers }: { dangers: SyncChoice[] }) {
  return (
    <ul className="list-disc pl-4">
      {dangers.map(({ flag, label, help }) => (
        <li key={flag}>
          <strong className="text-ink">{label}.</strong> {help}
        </li>
      ))}
    </ul>
  );
}
