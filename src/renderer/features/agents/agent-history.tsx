import { History } from "lucide-react";
import type { RunNature } from "../../../shared/run-kinds.ts";
import type { AgentView } from "../../../shared/views.ts";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { OutcomeBadge, outcomeLook } from "../../components/outcome-badge.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import type { Column } from "../../components/table/column.ts";
import { RowLink } from "../../components/table/row-link.tsx";
import { VirtualTable } from "../../components/table/virtual-table.tsx";
import { plural } from "../../time/format-time.ts";
import { reasonAsSentence } from "../runs/agents/filter-run-agents.ts";

type Entry = AgentView["history"][number];

const columns: Column<Entry>[] = [
  {
    key: "at",
    header: "Run",
    widthPx: 170,
    cell: ({ runId, at }) => (
      <RowLink to={`/runs/${runId}`} className="font-medium">
        <RelativeTime at={at} />
      </RowLink>
    ),
    sortBy: ({ at }) => at,
  },
  {
    key: "outcome",
    header: "Outcome",
    widthPx: 150,
    cell: (entry) => <OutcomeBadge outcome={entry.outcome} run={natureOf(entry)} />,
    sortBy: (entry) => outcomeLook(entry.outcome, natureOf(entry)).label,
  },
  {
    key: "files",
    header: "Files written",
    cell: (entry) =>
      entry.filesWritten.length > 0 ? (
        <span title={filesOf(entry)}>{filesOf(entry)}</span>
      ) : (
        <span className="text-faint">None</span>
      ),
    sortBy: ({ filesWritten, isComparison }) => (isComparison ? 0 : filesWritten.length),
  },
  {
    key: "reason",
    header: "Why",
    cell: (entry) => <span title={reasonOf(entry)}>{reasonOf(entry)}</span>,
    sortBy: reasonOf,
  },
];

function natureOf({ kind, isComparison }: Entry): RunNature {
  return { kind, options: { dryRun: isComparison } };
}

function filesOf({ filesWritten, isComparison }: Entry): string {
  return `${isComparison ? "Would write " : ""}${filesWritten.join(", ")}`;
}

function reasonOf(entry: Entry): string {
  // The outcome says these.
  return entry.reason === "would-update" || entry.reason === "woken" ? "" : reasonAsSentence(entry, entry.message);
}

/** An agent's outcomes in its latest runs. */
export function AgentHistory({ history }: { history: Entry[] }) {
  return (
    <Card title="History of outcomes" note={history.length > 0 && plural(history.length, "run")} flush>
      {history.length === 0 ? (
        <EmptyState icon={History} title="This agent was never synced">
          Its outcome in each sync will be listed here.
        </EmptyState>
      ) : (
        <VirtualTable
          label="History of outcomes"
          columns={columns}
          rows={history}
          rowKey={({ runId }) => runId}
          maxHeight="24rem"
        />
      )}
    </Card>
  );
}
