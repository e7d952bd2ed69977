import type { UseQueryResult } from "@tanstack/react-query";
import { Bot, Plus, Table2 } from "lucide-react";
import type { AgentRow, BoardRow } from "../../../shared/views.ts";
import { AgentsNote } from "../../components/agents-table/agents-note.tsx";
import { AgentsTable } from "../../components/agents-table/agents-table.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { navigate } from "../../router/use-location.ts";
import { useQuestion } from "../../router/use-question.ts";
import { chosenAgentActions } from "../bulk/chosen-agent-actions.tsx";
import { AddAgentsDialog } from "./add-agents-dialog.tsx";

export type BoardAgentsProps = { board: BoardRow; agents: UseQueryResult<AgentRow[]> };

const withoutBoard: ("board" | "gateway")[] = ["board", "gateway"];

/** The agents of a board. */
export function BoardAgents({ board, agents }: BoardAgentsProps) {
  const [isAdding, setIsAdding] = useQuestion("table");
  const create = (
    <>
      <Button size="sm" icon={Table2} disabled={!board.gatewayId} onClick={() => setIsAdding(true)}>
        Paste a table
      </Button>
      <Button
        size="sm"
        icon={Plus}
        disabled={!board.gatewayId}
        onClick={() => navigate("/agents/new", { board: board.id })}
      >
        New agent
      </Button>
    </>
  );
  return (
    <Card title="Agents" note={<AgentsNote agents={agents.data} />} actions={create} flush>
      {isAdding && <AddAgentsDialog board={board} onClose={() => setIsAdding(false)} />}
      <Loaded query={agents} what="agents" isEmpty={(data) => data.length === 0} empty={<NoAgents />}>
        {(data) => <AgentsTable agents={data} without={withoutBoard} actions={chosenAgentActions} />}
      </Loaded>
    </Card>
  );
}

function NoAgents() {
  return (
    <EmptyState icon={Bot} title="No agents on this board">
      Ensure its lead, paste a table of agents, or create one by hand.
    </EmptyState>
  );
}
