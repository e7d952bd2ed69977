import type { UseQueryResult } from "@tanstack/react-query";
import { Bot } from "lucide-react";
import type { AgentRow } from "../../../../shared/views.ts";
import { AgentsNote } from "../../../components/agents-table/agents-note.tsx";
import { AgentsTable } from "../../../components/agents-table/agents-table.tsx";
import { Card } from "../../../components/card.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { chosenAgentActions } from "../../bulk/chosen-agent-actions.tsx";

const withoutGateway: ["gateway"] = ["gateway"];

/** All agents of a gateway. */
export function AgentsCard({ agents }: { agents: UseQueryResult<AgentRow[]> }) {
  return (
    <Card title="Agents" note={<AgentsNote agents={agents.data} />} flush>
      <Loaded query={agents} what="agents" isEmpty={(data) => data.length === 0} empty={<NoAgents />}>
        {(data) => <AgentsTable agents={data} without={withoutGateway} actions={chosenAgentActions} />}
      </Loaded>
    </Card>
  );
}

function NoAgents() {
  return (
    <EmptyState icon={Bot} title="No agents on this gateway">
      Ensure the lead of a board, or create an agent on one of the boards above.
    </EmptyState>
  );
}
