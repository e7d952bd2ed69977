import { useQuery } from "@tanstack/react-query";
import { Plus, SearchX, SquareKanban, Upload } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import type { BoardRow } from "../../../shared/views.ts";
import { orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LabelFilter } from "../../components/labels/label-filter.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { PulledBadge } from "../../components/pulled-badge.tsx";
import { SearchField } from "../../components/search-field.tsx";
import { type Choice, Select } from "../../components/select.tsx";
import { SelectionBar } from "../../components/selection/selection-bar.tsx";
import { SelectionProvider, useSelection, withSelection } from "../../components/selection/use-selection.tsx";
import { VirtualTable } from "../../components/table/virtual-table.tsx";
import { Page } from "../../frame/page.tsx";
import { navigate, useSearchParam } from "../../router/use-location.ts";
import { plural } from "../../time/format-time.ts";
import { chosenBoardActions } from "../bulk/chosen-board-actions.tsx";
import { boardListColumns } from "./board-list-columns.tsx";
import { filterBoards } from "./filter-boards.ts";

const stateChoices: Choice<string>[] = [
  { value: "", label: "Any state" },
  { value: "active", label: "Not paused" },
  { value: "paused", label: "Paused" },
  { value: "errors", label: "With errors" },
  { value: "no-lead", label: "Without a lead" },
];

/** All boards of the fleet. */
export function BoardsPage() {
  const boards = useQuery(orpc.boards.list.queryOptions({ input: {} }));
  const create = (
    <Button variant="primary" icon={Plus} onClick={() => navigate("/boards/new")}>
      New board
    </Button>
  );
  return (
    <Page
      title="Boards"
      marks={<PulledBadge />}
      note="Groups of agents with one objective and a lead that assigns the work."
      actions={create}
    >
      <Card title="All boards" note={boards.data && plural(boards.data.length, "board")} flush>
        <Loaded query={boards} what="boards" isEmpty={(data) => data.length === 0} empty={<NoBoards />}>
          {(data) => <FilteredBoards boards={data} />}
        </Loaded>
      </Card>
    </Page>
  );
}

function FilteredBoards({ boards }: { boards: BoardRow[] }) {
  const [gatewayId, setGatewayId] = useSearchParam("gateway");
  const [state, setState] = useSearchParam("state");
  const [text, setText] = useSearchParam("text");
  const [label, setLabel] = useSearchParam("label");
  const deferredText = useDeferredValue(text);
  const busyKey = useBusyGateways();
  const hasLabels = boards.some(({ labels }) => labels.length > 0);
  const columns = useMemo(
    () => withSelection(boardListColumns(new Set(busyKey.split(" ")), hasLabels)),
    [busyKey, hasLabels],
  );
  const gatewayChoices = useMemo(() => gatewaysOf(boards), [boards]);
  const shown = useMemo(
    () => filterBoards(boards, { text: deferredText, gatewayId, state, label }),
    [boards, deferredText, gatewayId, state, label],
  );
  const selection = useSelection(boards, shown);
  const clear = () => navigate("/boards");
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
        <SearchField label="Filter boards" placeholder="Name, gateway or id" value={text} onChange={setText} />
        <Select label="Gateway" choices={gatewayChoices} value={gatewayId} onChange={setGatewayId} className="w-44" />
        <Select label="State" choices={stateChoices} value={state} onChange={setState} className="w-40" />
        <LabelFilter rows={boards} value={label} onChange={setLabel} />
        <span className="tabular ml-auto text-faint text-xs" aria-live="polite">
          {shown.length === boards.length
            ? ""
            : `${plural(shown.length, "board")} of ${boards.length.toLocaleString("en")}`}
        </span>
      </div>
      <SelectionBar noun="board" selection={selection} actions={chosenBoardActions} />
      {shown.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title="No board matches these filters"
          actions={<Button onClick={clear}>Clear the filters</Button>}
        />
      ) : (
        <SelectionProvider selection={selection}>
          <VirtualTable
            label="Boards"
            columns={columns}
            rows={shown}
            rowKey={(board) => board.id}
            onOrder={selection.onOrder}
            maxHeight="calc(100dvh - 15rem)"
          />
        </SelectionProvider>
      )}
    </>
  );
}

/** The ids of gateways with a run in progress, as one text, so that it changes only when they do. */
function useBusyGateways(): string {
  const gateways = useQuery(orpc.gateways.list.queryOptions());
  return (gateways.data ?? []).flatMap(({ id, runningRunId }) => (runningRunId ? [id] : [])).join(" ");
}

function gatewaysOf(boards: BoardRow[]): Choice<string>[] {
  const names = new Map(boards.flatMap(({ gatewayId, gatewayName }) => (gatewayId ? [[gatewayId, gatewayName]] : [])));
  const choices = [...names].map(([value, label]) => ({ value: value ?? "", label: label ?? "" }));
  return [{ value: "", label: "Any gateway" }, ...choices.sort((a, b) => a.label.localeCompare(b.label))];
}

function NoBoards() {
  return (
    <EmptyState
      icon={SquareKanban}
      title="There are no boards yet"
      actions={
        <>
          <Button variant="primary" icon={Plus} onClick={() => navigate("/boards/new")}>
            Create a board
          </Button>
          <Button icon={Upload} onClick={() => navigate("/import")}>
            Import a fleet file
          </Button>
        </>
      }
    >
      A board is a group of agents with one objective. Create the first one, or import a fleet file.
    </EmptyState>
  );
}
