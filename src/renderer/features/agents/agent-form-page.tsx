import { useQuery } from "@tanstack/react-query";
import { RadioTower } from "lucide-react";
import type { ReactNode } from "react";
import type { BoardRow, GatewayRow } from "../../../shared/views.ts";
import { orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { RecordMissing } from "../../components/record-missing.tsx";
import { Page } from "../../frame/page.tsx";
import { navigate, useLocation } from "../../router/use-location.ts";
import { AgentForm } from "./form/agent-form.tsx";
import { useAgent } from "./use-agent.ts";

const trail = [{ label: "Agents", to: "/agents" }];

/** The form for a new agent; the address may preselect its gateway and board. */
export function NewAgentPage() {
  const { search } = useLocation();
  return (
    <Page title="Create an agent" trail={trail} note="It is saved here first. Then provision it on its gateway.">
      <WithPlaces>
        {(gateways, boards) => (
          <AgentForm gateways={gateways} boards={boards} place={placeFrom(search, gateways, boards)} />
        )}
      </WithPlaces>
    </Page>
  );
}

function placeFrom(search: URLSearchParams, gateways: GatewayRow[], boards: BoardRow[]) {
  const board = boards.find(({ id }) => id === search.get("board"));
  const onlyGateway = gateways.length === 1 ? (gateways[0]?.id ?? "") : "";
  return { gatewayId: board?.gatewayId ?? search.get("gateway") ?? onlyGateway, boardId: board?.id ?? "" };
}

/** The form for an existing agent. */
export function EditAgentPage({ agentId }: { agentId: string }) {
  const { query, isMissing } = useAgent(agentId);
  const agent = query.data;
  const above = agent ? [...trail, { label: agent.name, to: `/agents/${agentId}` }] : trail;
  return (
    <Page title={agent ? `Edit ${agent.name}` : "Edit agent"} trail={above}>
      {isMissing ? (
        <RecordMissing kind="agent" />
      ) : (
        <Loaded query={query} what="agent">
          {(loaded) => (
            <WithPlaces>
              {(gateways, boards) => <AgentForm key={loaded.id} agent={loaded} gateways={gateways} boards={boards} />}
            </WithPlaces>
          )}
        </Loaded>
      )}
    </Page>
  );
}

function WithPlaces({ children }: { children: (gateways: GatewayRow[], boards: BoardRow[]) => ReactNode }) {
  const gateways = useQuery(orpc.gateways.list.queryOptions());
  const boards = useQuery(orpc.boards.list.queryOptions({ input: {} }));
  return (
    <Loaded query={gateways} what="gateways" isEmpty={(data) => data.length === 0} empty={<NoGateway />}>
      {(allGateways) => (
        <Loaded query={boards} what="boards">
          {(allBoards) => children(allGateways, allBoards)}
        </Loaded>
      )}
    </Loaded>
  );
}

function NoGateway() {
  return (
    <EmptyState
      icon={RadioTower}
      title="Connect a gateway first"
      actions={
        <Button variant="primary" onClick={() => navigate("/gateways/new")}>
          Connect a gateway
        </Button>
      }
    >
      Agents live on a gateway, and none is connected yet.
    </EmptyState>
  );
}
