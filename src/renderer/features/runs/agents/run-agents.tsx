import { SearchX, Users } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import { firstMessages } from "../../../../shared/outcome-reasons.ts";
import type { RunNature } from "../../../../shared/run-kinds.ts";
import type { RunAgentState, RunRow } from "../../../../shared/run-views.ts";
import { outcomes, type RunError } from "../../../../shared/sync.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { OutcomeBadge, outcomeLook } from "../../../components/outcome-badge.tsx";
import { SearchField } from "../../../components/search-field.tsx";
import { type Choice, Select } from "../../../components/select.tsx";
import { StatusDot } from "../../../components/status-dot.tsx";
import type { Column } from "../../../components/table/column.ts";
import { RowLink } from "../../../components/table/row-link.tsx";
import { VirtualTable } from "../../../components/table/virtual-table.tsx";
import { useSearchParam } from "../../../router/use-location.ts";
import { plural } from "../../../time/format-time.ts";
import { describeFiles, describeReason, failuresFirst, filterRunAgents } from "./filter-run-agents.ts";

export type RunAgentsProps = {
  run: RunRow;
  agents: RunAgentState[];
  errors: RunError[];
  boardNames: Map<string, string>;
};

const outcomeChoices = (run: RunRow): Choice<string>[] => [
  { value: "", label: "Any outcome" },
  { value: "pending", label: "To do" },
  ...outcomes.map((value) => ({ value, label: outcomeLook(value, run).label })),
];

/** Every agent of a run with its current state, those with an error first. */
export function RunAgents({ run, agents, errors, boardNames }: RunAgentsProps) {
  const [outcome, setOutcome] = useSearchParam("outcome");
  const [boardId, setBoardId] = useSearchParam("board");
  const [text, setText] = useSearchParam("text");
  // During a run its rows change twenty times a second. Deferring them keeps the operator's input responsive.
  const deferredAgents = useDeferredValue(agents);
  const deferredText = useDeferredValue(text);
  const deferredErrors = useDeferredValue(errors);
  const shown = useMemo(
    () => failuresFirst(filterRunAgents(deferredAgents, { outcome, boardId, text: deferredText }), deferredErrors),
    [deferredAgents, deferredErrors, outcome, boardId, deferredText],
  );
  const { kind, options } = run;
  // The row of a run in progress changes with each batch; these do not.
  const nature = useMemo(() => ({ kind, options: { dryRun: options.dryRun } }), [kind, options.dryRun]);
  const columns = useMemo(
    () => columnsFor({ boardNames, messages: firstMessages(deferredErrors), run: nature }),
    [boardNames, deferredErrors, nature],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the boards of a run do not change during it
  const boardChoices = useMemo(() => choicesOf(agents, boardNames), [agents.length, boardNames]);
  const clear = () => {
    setText("");
    setOutcome("");
    setBoardId("");
  };
  if (agents.length === 0) return <NoAgents isLive={run.status === "running"} />;
  return (
    <div className="rounded-lg border border-line bg-surface shadow-low">
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
        <SearchField label="Filter agents" placeholder="Agent name" value={text} onChange={setText} />
        <Select label="Outcome" choices={outcomeChoices(run)} value={outcome} onChange={setOutcome} className="w-40" />
        <Select label="Board" choices={boardChoices} value={boardId} onChange={setBoardId} className="w-44" />
        <span className="tabular ml-auto text-faint text-xs">
          {shown.length === agents.length
            ? ""
            : `${plural(shown.length, "agent")} of ${agents.length.toLocaleString("en")}`}
        </span>
      </div>
      {shown.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title="No agent matches these filters"
          actions={<Button onClick={clear}>Clear the filters</Button>}
        />
      ) : (
        <VirtualTable label="Agents" columns={columns} rows={shown} rowKey={(agent) => agent.agentId} />
      )}
    </div>
  );
}

function NoAgents({ isLive }: { isLive: boolean }) {
  return isLive ? (
    <EmptyState icon={Users} title="Finding out which agents are in scope" />
  ) : (
    <EmptyState icon={Users} title="No agent was in the scope of this run">
      The chosen boards have no agents, the run ended early, or it applied only settings outside the agents.
    </EmptyState>
  );
}

type Shown = { boardNames: Map<string, string>; messages: Map<string, string>; run: RunNature };

function columnsFor({ boardNames, messages, run }: Shown): Column<RunAgentState>[] {
  // An id would only flicker until the names are loaded.
  const boardOf = ({ boardId }: RunAgentState) =>
    boardId === null || boardNames.size === 0 ? "" : (boardNames.get(boardId) ?? boardId);
  return [
    {
      key: "agent",
      header: "Agent",
      widthPx: 170,
      grow: 1,
      cell: ({ agentId, agentName, isMain }) => (
        <span className="flex items-center gap-2">
          <RowLink to={`/agents/${agentId}`} plain className="truncate font-medium">
            {agentName}
          </RowLink>
          {isMain && <Badge>Main agent</Badge>}
        </span>
      ),
      sortBy: ({ agentName }) => agentName,
    },
    {
      key: "board",
      header: "Board",
      widthPx: 110,
      grow: 1,
      cell: (agent) => boardOf(agent) && <span title={boardOf(agent)}>{boardOf(agent)}</span>,
      sortBy: boardOf,
    },
    {
      key: "state",
      header: "State",
      widthPx: 136,
      cell: (agent) => <AgentState agent={agent} run={run} />,
      sortBy: (agent) => (agent.state === "done" ? agent.outcome.outcome : agent.state),
    },
    {
      key: "files",
      header: "Files",
      widthPx: 150,
      grow: 1,
      cell: (agent) => <Files agent={agent} run={run} />,
    },
    {
      key: "reason",
      header: "Why",
      grow: 2,
      cell: (agent) => {
        const reason = describeReason(agent, messages);
        return reason && <span title={reason}>{reason}</span>;
      },
      sortBy: (agent) => describeReason(agent, messages) || null,
    },
  ];
}

const liveStates = {
  waiting: { tone: "neutral", label: "Waiting" },
  reading: { tone: "busy", label: "Reading" },
  writing: { tone: "busy", label: "Writing" },
} as const;

type CellProps = { agent: RunAgentState; run: RunNature };

function AgentState({ agent, run }: CellProps) {
  if (agent.state === "done") return <OutcomeBadge outcome={agent.outcome.outcome} run={run} />;
  const { tone, label } = liveStates[agent.state];
  return (
    <span className="inline-flex items-center gap-2 text-muted">
      <StatusDot tone={tone} />
      {label}
    </span>
  );
}

function Files({ agent, run }: CellProps) {
  const isComparison = run.options.dryRun === true;
  const { filesWritten, filesUncertain } =
    agent.state === "done" ? agent.outcome : { filesWritten: [], filesUncertain: [] };
  const names = [
    filesWritten.length > 0 && `${isComparison ? "Would be written" : "Written"}: ${filesWritten.join(", ")}`,
    filesUncertain.length > 0 && `Not known whether written: ${filesUncertain.join(", ")}`,
  ];
  return (
    <span title={names.filter(Boolean).join("; ")} className="tabular text-muted">
      {describeFiles(agent, isComparison)}
    </span>
  );
}

const collator = new Intl.Collator("en", { numeric: true });

function choicesOf(agents: RunAgentState[], boardNames: Map<string, string>): Choice<string>[] {
  const ids = new Set(agents.flatMap(({ boardId }) => (boardId === null ? [] : [boardId])));
  const choices = [...ids].map((value) => ({ value, label: boardNames.get(value) ?? value }));
  return [{ value: "", label: "Any board" }, ...choices.sort((a, b) => collator.compare(a.label, b.label))];
}
