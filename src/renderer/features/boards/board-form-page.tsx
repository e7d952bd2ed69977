import { useQuery } from "@tanstack/react-query";
import { RadioTower } from "lucide-react";
import type { GatewayRow } from "../../../shared/views.ts";
import { orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { RecordMissing } from "../../components/record-missing.tsx";
import { Page } from "../../frame/page.tsx";
import { navigate, useLocation } from "../../router/use-location.ts";
import { BoardForm } from "./board-form.tsx";
import { useBoard } from "./use-board.ts";

const trail = [{ label: "Boards", to: "/boards" }];
const noGateways: GatewayRow[] = [];

/** The form for a new board; the address may preselect its gateway. */
export function NewBoardPage() {
  const { search } = useLocation();
  const gateways = useQuery(orpc.gateways.list.queryOptions());
  return (
    <Page title="Create a board" trail={trail} note="A board is a group of agents with one objective.">
      <Loaded query={gateways} what="gateways" isEmpty={(data) => data.length === 0} empty={<NoGateway />}>
        {(data) => <BoardForm gateways={data} gatewayId={search.get("gateway") ?? ""} />}
      </Loaded>
    </Page>
  );
}

/** The form for an existing board. */
export function EditBoardPage({ boardId }: { boardId: string }) {
  const { board, query } = useBoard(boardId);
  const gateways = useQuery(orpc.gateways.list.queryOptions());
  const above = board ? [...trail, { label: board.name, to: `/boards/${board.id}` }] : trail;
  return (
    <Page title={board ? `Edit ${board.name}` : "Edit board"} trail={above}>
      <Loaded query={query} what="boards">
        {() =>
          board ? (
            <Loaded query={gateways} what="gateways">
              {(data) => <BoardForm key={board.id} board={board} gateways={data ?? noGateways} />}
            </Loaded>
          ) : (
            <RecordMissing kind="board" />
          )
        }
      </Loaded>
    </Page>
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
      The agents of a board live on a gateway, and none is connected yet.
    </EmptyState>
  );
}
