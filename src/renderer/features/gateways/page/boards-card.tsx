import type { UseQueryResult } from "@tanstack/react-query";
import { Plus, SquareKanban } from "lucide-react";
import { useMemo } from "react";
import type { BoardRow, GatewayRow } from "../../../../shared/views.ts";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { Table } from "../../../components/table/table.tsx";
import { VirtualTable } from "../../../components/table/virtual-table.tsx";
import { navigate } from "../../../router/use-location.ts";
import { plural } from "../../../time/format-time.ts";
import { boardColumns } from "./board-columns.tsx";

export type BoardsCardProps = { gateway: GatewayRow; boards: UseQueryResult<BoardRow[]> };

/** Longer lists use a virtual table. */
const mostPlainRows = 60;

/** The boards of a gateway, each with its actions. */
export function BoardsCard({ gateway, boards }: BoardsCardProps) {
  const isBusy = gateway.runningRunId !== null;
  const columns = useMemo(() => boardColumns(isBusy), [isBusy]);
  const create = (
    <Button size="sm" icon={Plus} onClick={() => navigate("/boards/new", { gateway: gateway.id })}>
      New board
    </Button>
  );
  return (
    <Card title="Boards" note={boards.data && plural(boards.data.length, "board")} actions={create} flush>
      <Loaded query={boards} what="boards" isEmpty={(data) => data.length === 0} empty={<NoBoards />}>
        {(data) => {
          const table = { label: "Boards", columns, rows: data, rowKey: ({ id }: BoardRow) => id };
          return data.length > mostPlainRows ? <VirtualTable {...table} maxHeight="50vh" /> : <Table {...table} />;
        }}
      </Loaded>
    </Card>
  );
}

function NoBoards() {
  return (
    <EmptyState icon={SquareKanban} title="No boards on this gateway">
      A board is a group of agents with one objective. Create one here, or import a fleet file.
    </EmptyState>
  );
}
