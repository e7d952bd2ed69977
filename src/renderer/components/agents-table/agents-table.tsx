import { SearchX } from "lucide-react";
import { type ReactNode, useDeferredValue, useMemo } from "react";
import { heartbeatLabels } from "../../../shared/heartbeats.ts";
import type { AgentRow } from "../../../shared/views.ts";
import { useSearchParam } from "../../router/use-location.ts";
import { plural } from "../../time/format-time.ts";
import { Button } from "../button.tsx";
import { EmptyState } from "../empty-state.tsx";
import { outcomeLooks } from "../outcome-badge.tsx";
import { SearchField } from "../search-field.tsx";
import { type Choice, Select } from "../select.tsx";
import { syncLooks } from "../sync-badge.tsx";
import type { Column } from "../table/column.ts";
import { VirtualTable } from "../table/virtual-table.tsx";
import { tokenLooks } from "../token-badge.tsx";
import { agentColumns } from "./agent-columns.tsx";
import { ChoiceProvider, choiceColumn, useChoice } from "./choose-agents.tsx";
import { filterAgents } from "./filter-agents.ts";

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

const tokenChoices: Choice<string>[] = [
  { value: "", label: "Any token" },
  ...Object.entries(tokenLooks).map(([value, { label }]) => ({ value, label: `Token: ${label.toLowerCase()}` })),
];
const syncChoices: Choice<string>[] = [
  { value: "", label: "Any sync state" },
  { value: "off", label: "Not synced" },
  ...Object.entries(syncLooks).map(([value, { label }]) => ({ value, label })),
];
const heartbeatChoices: Choice<string>[] = [
  { value: "", label: "Any heartbeat" },
  { value: "off", label: "Does not wake" },
  ...Object.entries(heartbeatLabels).map(([value, label]) => ({ value, label })),
];
const outcomeChoices: Choice<string>[] = [
  { value: "", label: "Any outcome" },
  ...Object.entries(outcomeLooks).map(([value, { label }]) => ({ value, label })),
  { value: "none", label: "Never synced" },
];

/** A filterable table of any number of agents. Typing stays responsive: filtering and rendering are deferred. */
export function AgentsTable({ agents, without, maxHeight, tools, onClear, actions }: AgentsTableProps) {
  const [text, setText] = useSearchParam("text");
  const [token, setToken] = useSearchParam("token");
  const [sync, setSync] = useSearchParam("sync");
  const [heartbeat, setHeartbeat] = useSearchParam("heartbeat");
  const [outcome, setOutcome] = useSearchParam("outcome");
  const deferredText = useDeferredValue(text);
  const shown = useMemo(
    () => filterAgents(agents, { text: deferredText, token, sync, heartbeat, outcome }),
    [agents, deferredText, token, sync, heartbeat, outcome],
  );
  const { choice, choose } = useChoice();
  // An agent that is filtered away or deleted is not acted on.
  const chosen = shown.filter(({ id }) => choice.chosen.has(id));
  const leftOut = without?.join() ?? "";
  const hasChoice = actions !== undefined;
  // Only Mission Control knows of check-ins: without its records the column would say "Never" of every agent.
  const hasCheckIns = agents.some(({ lastSeenAt }) => lastSeenAt !== null);
  const columns: Column<AgentRow>[] = useMemo(() => {
    const without = [...leftOut.split(","), ...(hasCheckIns ? [] : ["seen"])];
    const kept = agentColumns.filter(({ key }) => !without.includes(key));
    return hasChoice ? [choiceColumn, ...kept] : kept;
  }, [leftOut, hasCheckIns, hasChoice]);
  const clear = () => {
    setText("");
    setToken("");
    setSync("");
    setHeartbeat("");
    setOutcome("");
    onClear?.();
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
        <SearchField label="Filter agents" placeholder="Name, board or id" value={text} onChange={setText} />
        <Select label="Token" choices={tokenChoices} value={token} onChange={setToken} className="w-36" />
        <Select label="Sync state" choices={syncChoices} value={sync} onChange={setSync} className="w-36" />
        <Select
          label="Heartbeat"
          choices={heartbeatChoices}
          value={heartbeat}
          onChange={setHeartbeat}
          className="w-36"
        />
        <Select label="Last outcome" choices={outcomeChoices} value={outcome} onChange={setOutcome} className="w-36" />
        {tools}
        <span className="tabular ml-auto text-faint text-xs" aria-live="polite">
          {shown.length === agents.length
            ? ""
            : `${plural(shown.length, "agent")} of ${agents.length.toLocaleString("en")}`}
        </span>
      </div>
      {actions && chosen.length > 0 && (
        <section
          aria-label="Chosen agents"
          className="flex flex-wrap items-center gap-2 border-line border-b bg-selected px-4 py-2"
        >
          <span className="tabular mr-1 font-medium">{plural(chosen.length, "agent")} chosen</span>
          {actions(chosen)}
          {chosen.length < shown.length && (
            <Button size="sm" variant="ghost" onClick={() => choose(shown.map(({ id }) => id))}>
              Choose all {shown.length.toLocaleString("en")}
            </Button>
          )}
          <Button size="sm" variant="ghost" onClick={() => choose([])}>
            Choose none
          </Button>
        </section>
      )}
      {shown.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title="No agent matches these filters"
          actions={<Button onClick={clear}>Clear the filters</Button>}
        />
      ) : (
        <ChoiceProvider choice={choice}>
          <VirtualTable
            label="Agents"
            columns={columns}
            rows={shown}
            rowKey={(agent) => agent.id}
            {...(maxHeight ? { maxHeight } : {})}
          />
        </ChoiceProvider>
      )}
    </>
  );
}
