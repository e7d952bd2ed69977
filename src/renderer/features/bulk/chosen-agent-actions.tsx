import { ClipboardList, RefreshCw, Tag } from "lucide-react";
import { useState } from "react";
import { onlyAgents } from "../../../shared/sync-options.ts";
import type { AgentRow } from "../../../shared/views.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { useBusyWith } from "../../components/use-busy.ts";
import { navigate } from "../../router/use-location.ts";
import { toastError } from "../../stores/toasts.ts";
import { WakeButton, wakeTitle } from "../runs/wake-button.tsx";
import { LabelsDialog } from "./labels-dialog.tsx";

/** What a table of agents does with those that are chosen. */
export function chosenAgentActions(chosen: AgentRow[]) {
  return <ChosenActions agents={chosen} />;
}

function ChosenActions({ agents }: { agents: AgentRow[] }) {
  const [busy, start] = useBusyWith<"sync" | "plan">();
  const [asks, ask] = useState<"labels" | null>(null);
  return (
    <>
      <Button
        size="sm"
        icon={RefreshCw}
        busy={busy === "sync"}
        title="Syncs these agents and no others"
        onClick={() => start("sync", () => syncEach(agents, { dryRun: false }))}
      >
        Sync
      </Button>
      <Button
        size="sm"
        icon={ClipboardList}
        busy={busy === "plan"}
        title="Shows what a sync of these agents would write"
        onClick={() => start("plan", () => syncEach(agents, { dryRun: true }))}
      >
        Plan
      </Button>
      <WakeButton size="sm" label="Wake" target={{ agentIds: agents.map(({ id }) => id) }} title={wakeTitle} />
      <Button size="sm" icon={Tag} title="Adds labels to these agents, or removes some" onClick={() => ask("labels")}>
        Labels
      </Button>
      {asks === "labels" && <LabelsDialog noun="agent" rows={agents} onClose={() => ask(null)} />}
    </>
  );
}

/** Starts a run on each gateway of these agents, and opens it, or the list of runs if there are several. */
async function syncEach(agents: AgentRow[], options: { dryRun: boolean }): Promise<void> {
  const runIds: string[] = [];
  for (const [gatewayId, group] of Map.groupBy(agents, (agent) => agent.gatewayId)) {
    const scope = onlyAgents(group.map(({ id, isMain }) => ({ agentId: id, isMain })));
    try {
      const { runId } = await client.runs.sync({ gatewayId, ...scope, ...options });
      runIds.push(runId);
    } catch (error) {
      // The other gateways are not concerned.
      toastError(error);
    }
  }
  if (runIds.length > 0) navigate(runIds.length === 1 ? `/runs/${runIds[0]}` : "/runs");
}
