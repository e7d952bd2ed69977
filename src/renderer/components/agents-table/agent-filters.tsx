import { type ReactNode, useDeferredValue, useMemo } from "react";
import { heartbeatLabels } from "../../../shared/heartbeats.ts";
import type { AgentRow } from "../../../shared/views.ts";
import { useSearchParam } from "../../router/use-location.ts";
import { plural } from "../../time/format-time.ts";
import { LabelFilter } from "../labels/label-filter.tsx";
import { outcomeLooks } from "../outcome-badge.tsx";
import { SearchField } from "../search-field.tsx";
import { type Choice, Select } from "../select.tsx";
import { syncLooks } from "../sync-badge.tsx";
import { tokenLooks } from "../token-badge.tsx";
import { filterAgents } from "./filter-agents.ts";

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

/** The filters of a list of agents, which the address has, and the agents that they show. */
export function useAgentFilters(agents: AgentRow[]) {
  const [text, setText] = useSearchParam("text");
  const [token, setToken] = useSearchParam("token");
  const [sync, setSync] = useSearchParam("sync");
  const [heartbeat, setHeartbeat] = useSearchParam("heartbeat");
  const [outcome, setOutcome] = useSearchParam("outcome");
  const [label, setLabel] = useSearchParam("label");
  const deferredText = useDeferredValue(text);
  const shown = useMemo(
    () => filterAgents(agents, { text: deferredText, token, sync, heartbeat, outcome, label }),
    [agents, deferredText, token, sync, heartbeat, outcome, label],
  );
  const values = { text, token, sync, heartbeat, outcome, label };
  const setters = { setText, setToken, setSync, setHeartbeat, setOutcome, setLabel };
  const clear = () => {
    for (const set of Object.values(setters)) set("");
  };
  return { ...values, ...setters, shown, clear };
}

export type AgentFiltersProps = {
  agents: AgentRow[];
  filters: ReturnType<typeof useAgentFilters>;
  /** More filters, at the end. */
  tools?: ReactNode;
};

/** The toolbar with the filters, and how many agents they show. */
export function AgentFilters({ agents, filters, tools }: AgentFiltersProps) {
  const { text, setText, token, setToken, sync, setSync, heartbeat, setHeartbeat, outcome, setOutcome } = filters;
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
      <SearchField label="Filter agents" placeholder="Name, board or id" value={text} onChange={setText} />
      <Select label="Token" choices={tokenChoices} value={token} onChange={setToken} className="w-36" />
      <Select label="Sync state" choices={syncChoices} value={sync} onChange={setSync} className="w-36" />
      <Select label="Heartbeat" choices={heartbeatChoices} value={heartbeat} onChange={setHeartbeat} className="w-36" />
      <Select label="Last outcome" choices={outcomeChoices} value={outcome} onChange={setOutcome} className="w-36" />
      <LabelFilter rows={agents} value={filters.label} onChange={filters.setLabel} />
      {tools}
      <span className="tabular ml-auto text-faint text-xs" aria-live="polite">
        {filters.shown.length === agents.length
          ? ""
          : `${plural(filters.shown.length, "agent")} of ${agents.length.toLocaleString("en")}`}
      </span>
    </div>
  );
}
