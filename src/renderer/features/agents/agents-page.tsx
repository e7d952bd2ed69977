import { useQuery } from "@tanstack/react-query";
import { Bot, Plus, Upload } from "lucide-react";
import { useMemo } from "react";
import type { AgentRow } from "../../../shared/views.ts";
import { orpc } from "../../api/client.ts";
import { AgentsTable } from "../../components/agents-table/agents-table.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { PulledBadge } from "../../components/pulled-badge.tsx";
import { Select } from "../../components/select.tsx";
import { Page } from "../../frame/page.tsx";
import { navigate, useSearchParam } from "../../router/use-location.ts";
import { plural } from "../../time/format-time.ts";
import { chosenAgentActions } from "../bulk/chosen-agent-actions.tsx";
import { agentsAt, noBoard, placesOf } from "./agent-places.ts";

/** All agents of the fleet. */
export function AgentsPage() {
  const agents = useQuery(orpc.agents.list.queryOptions({ input: {} }));
  const create = (
    <Button variant="primary" icon={Plus} onClick={() => navigate("/agents/new")}>
      New agent
    </Button>
  );
  return (
    <Page
      title="Agents"
      marks={<PulledBadge />}
      note="Every agent of every board, and each gateway's main agent."
      actions={create}
    >
      <Card title="All agents" note={agents.data && plural(agents.data.length, "agent")} flush>
        <Loaded query={agents} what="agents" isEmpty={(data) => data.length === 0} empty={<NoAgents />}>
          {(data) => <FilteredAgents agents={data} />}
        </Loaded>
      </Card>
    </Page>
  );
}

function FilteredAgents({ agents }: { agents: AgentRow[] }) {
  const [gatewayId, setGatewayId] = useSearchParam("gateway");
  const [boardId, setBoardId] = useSearchParam("board");
  const { gateways, boards } = useMemo(() => placesOf(agents, gatewayId), [agents, gatewayId]);
  // A board of another gateway is ignored once a gateway is chosen.
  const boardInPlace = boardId === noBoard || boards.some(({ value }) => value === boardId) ? boardId : "";
  const there = useMemo(() => agentsAt(agents, gatewayId, boardInPlace), [agents, gatewayId, boardInPlace]);
  const tools = (
    <>
      <Select
        label="Gateway"
        choices={[{ value: "", label: "Any gateway" }, ...gateways]}
        value={gatewayId}
        onChange={setGatewayId}
        className="w-36"
      />
      <Select
        label="Board"
        choices={[{ value: "", label: "Any board" }, { value: noBoard, label: "No board (main agents)" }, ...boards]}
        value={boardInPlace}
        onChange={setBoardId}
        className="w-36"
      />
    </>
  );
  return (
    <AgentsTable
      agents={there}
      tools={tools}
      maxHeight="calc(100dvh - 15rem)"
      onClear={() => navigate("/agents")}
      actions={chosenAgentActions}
    />
  );
}

function NoAgents() {
  return (
    <EmptyState
      icon={Bot}
      title="There are no agents yet"
      actions={
        <>
          <Button variant="primary" onClick={() => navigate("/boards")}>
            Choose a board
          </Button>
          <Button icon={Upload} onClick={() => navigate("/import")}>
            Import a fleet file
          </Button>
        </>
      }
    >
      Ensure the lead of a board, create an agent by hand, or import a fleet file.
    </EmptyState>
  );
}
