import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { orpc } from "../../api/client.ts";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { VirtualTable } from "../../components/table/virtual-table.tsx";
import { plural } from "../../time/format-time.ts";
import { runColumns } from "../runs/run-columns.tsx";

const columns = runColumns.filter(({ key }) => key !== "gateway");

/** The runs that included agents of a board, latest first. */
export function BoardHistory({ boardId }: { boardId: string }) {
  const runs = useQuery(orpc.runs.list.queryOptions({ input: { boardId } }));
  const note = runs.data && runs.data.length > 0 && `${plural(runs.data.length, "run")}; numbers are for the whole run`;
  return (
    <Card title="History" note={note} flush>
      <Loaded query={runs} what="runs" isEmpty={(data) => data.length === 0} empty={<NeverSynced />}>
        {(data) => (
          <VirtualTable label="Runs" columns={columns} rows={data} rowKey={(run) => run.id} maxHeight="24rem" />
        )}
      </Loaded>
    </Card>
  );
}

function NeverSynced() {
  return (
    <EmptyState icon={History} title="This board was never synced">
      Each sync of its agents will be listed here.
    </EmptyState>
  );
}
