import { SearchX } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import type { AgentRow } from "../../../shared/views.ts";
import { Button } from "../button.tsx";
import { EmptyState } from "../empty-state.tsx";
import { SelectionBar } from "../selection/selection-bar.tsx";
import { SelectionProvider, useSelection, withSelection } from "../selection/use-selection.tsx";
import type { Column } from "../table/column.ts";
import { VirtualTable } from "../table/virtual-table.tsx";
import { agentColumns } from "./agent-columns.tsx";
import { AgentFilters, useAgentFilters } from "./agent-filters.tsx";

export type AgentsTableProps = {
  agents: AgentRow[];
  /** Leaves out columns whose value is the same for all agents. */
  without?: ("board" | "gateway")[];
  maxHeight?: string;
  /** More filters, at the end of the toolbar. */
  tools?: ReactNode;
  /** Clears those filters as well. */
  onClear?: () => void;
  /** What can be done with the agents that are ticked. Without it there is nothing to tick. */
  actions?: (chosen: AgentRow[]) => ReactNode;
};

/** A filterable table of any number of agents. Typing stays responsive: filtering and rendering are deferred. */
export function AgentsTable({ agents, without, maxHeight, tools, onClear, actions }: AgentsTableProps) {
  const filters = useAgentFilters(agents);
  const { shown } = filters;
  const selection = useSelection(agents, shown);
  const leftOut = without?.join() ?? "";
  const hasChoice = actions !== undefined;
  // Only Mission Control knows of check-ins: without its records the column would say "Never" of every agent.
  const hasCheckIns = agents.some(({ lastSeenAt }) => lastSeenAt !== null);
  const hasLabels = agents.some(({ labels, boardLabels }) => labels || boardLabels);
  const columns: Column<AgentRow>[] = useMemo(() => {
    const without = [...leftOut.split(","), ...(hasCheckIns ? [] : ["seen"]), ...(hasLabels ? [] : ["labels"])];
    const kept = agentColumns.filter(({ key }) => !without.includes(key));
    return hasChoice ? withSelection(kept) : kept;
  }, [leftOut, hasCheckIns, hasLabels, hasChoice]);
  const clear = () => {
    filters.clear();
    onClear?.();
  };
  return (
    <>
      <AgentFilters agents={agents} filters={filters} tools={tools} />
      {actions && <SelectionBar noun="agent" selection={selection} actions={actions} />}
      {shown.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title="No agent matches these filters"
          actions={<Button onClick={clear}>Clear the filters</Button>}
        />
      ) : (
        <SelectionProvider selection={selection}>
          <VirtualTable
            label="Agents"
            columns={columns}
            rows={shown}
            rowKey={(agent) => agent.id}
            onOrder={selection.onOrder}
            {...(maxHeight ? { maxHeight } : {})}
          />
        </SelectionProvider>
      )}
    </>
  );
}
