import { useQuery } from "@tanstack/react-query";
import { History, SearchX } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import { runKinds } from "../../../shared/run-kinds.ts";
import type { RunRow } from "../../../shared/run-views.ts";
import { orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { statusLooks } from "../../components/outcome-badge.tsx";
import { SearchField } from "../../components/search-field.tsx";
import { type Choice, Select } from "../../components/select.tsx";
import { VirtualTable } from "../../components/table/virtual-table.tsx";
import { Page } from "../../frame/page.tsx";
import { navigate, useSearchParam } from "../../router/use-location.ts";
import { plural } from "../../time/format-time.ts";
import { filterRuns } from "./filter-runs.ts";
import { runColumns } from "./run-columns.tsx";

const statusChoices: Choice<string>[] = [
  { value: "", label: "Any status" },
  { value: "problems", label: "With problems" },
  { value: "pinned", label: "Pinned" },
  ...Object.entries(statusLooks).map(([value, { label }]) => ({ value, label })),
];
const kindChoices: Choice<string>[] = [
  { value: "", label: "Any kind" },
  { value: "plan", label: "Plan" },
  ...Object.entries(runKinds).map(([value, { title }]) => ({ value, label: title })),
];
const shownRuns = 500;

/** The latest runs, and older ones that are pinned, latest first. */
export function RunsPage() {
  const runs = useQuery(orpc.runs.list.queryOptions({ input: { limit: shownRuns } }));
  const pinned = useQuery(orpc.runs.list.queryOptions({ input: { pinned: true, limit: shownRuns } }));
  const all = useMemo(() => withPinned(runs.data ?? [], pinned.data ?? []), [runs.data, pinned.data]);
  return (
    <Page title="Runs" note="Every sync, plan, check and provisioning with its outcome, latest first.">
      <Card title="History" note={runs.data && plural(all.length, "run")} flush>
        <Loaded query={runs} what="runs" isEmpty={(data) => data.length === 0} empty={<NoRuns />}>
          {() => <FilteredRuns runs={all} />}
        </Loaded>
      </Card>
    </Page>
  );
}

/** Older runs are listed only if they are pinned. */
function withPinned(latest: RunRow[], pinned: RunRow[]): RunRow[] {
  const known = new Set(latest.map(({ id }) => id));
  return [...latest, ...pinned.filter(({ id }) => !known.has(id))];
}

function FilteredRuns({ runs }: { runs: RunRow[] }) {
  const [gatewayId, setGatewayId] = useSearchParam("gateway");
  const [status, setStatus] = useSearchParam("status");
  const [kind, setKind] = useSearchParam("kind");
  const [text, setText] = useSearchParam("text");
  const deferredText = useDeferredValue(text);
  const shown = useMemo(
    () => filterRuns(runs, { gatewayId, status, kind, text: deferredText }),
    [runs, gatewayId, status, kind, deferredText],
  );
  const gatewayChoices = useMemo(() => gatewaysOf(runs), [runs]);
  const clear = () => navigate("/runs");
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
        <SearchField label="Filter runs" placeholder="Gateway, person or id" value={text} onChange={setText} />
        <Select label="Gateway" choices={gatewayChoices} value={gatewayId} onChange={setGatewayId} className="w-44" />
        <Select label="Status" choices={statusChoices} value={status} onChange={setStatus} className="w-44" />
        <Select label="Kind" choices={kindChoices} value={kind} onChange={setKind} className="w-40" />
        <span className="ml-auto text-faint text-xs" aria-live="polite">
          {shown.length === runs.length ? "" : `${plural(shown.length, "run")} of ${runs.length.toLocaleString("en")}`}
        </span>
      </div>
      {shown.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title="No run matches these filters"
          actions={<Button onClick={clear}>Clear the filters</Button>}
        />
      ) : (
        <VirtualTable
          label="Runs"
          columns={runColumns}
          rows={shown}
          rowKey={(run) => run.id}
          maxHeight="calc(100dvh - 15rem)"
        />
      )}
    </>
  );
}

function gatewaysOf(runs: RunRow[]): Choice<string>[] {
  const names = new Map(runs.map(({ gatewayId, gatewayName }) => [gatewayId, gatewayName]));
  const choices = [...names].map(([value, label]) => ({ value, label }));
  return [{ value: "", label: "Any gateway" }, ...choices.sort((a, b) => a.label.localeCompare(b.label))];
}

function NoRuns() {
  return (
    <EmptyState
      icon={History}
      title="Nothing has been run yet"
      actions={
        <Button variant="primary" onClick={() => navigate("/gateways")}>
          Choose a gateway to sync
        </Button>
      }
    >
      A run appears here when you sync a gateway, a board or an agent, here or from the command line.
    </EmptyState>
  );
}
