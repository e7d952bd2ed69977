import { CircleCheck, SearchX, Settings2 } from "lucide-react";
import { useCallback, useDeferredValue, useMemo, useState } from "react";
import type { Plan, PlannedAgent } from "../../../../shared/plan.ts";
import { hasChanges, hasWork } from "../../../../shared/plan-work.ts";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { SearchField } from "../../../components/search-field.tsx";
import { type Choice, Select } from "../../../components/select.tsx";
import { useSearchParam } from "../../../router/use-location.ts";
import { ApplyBar } from "./apply-bar.tsx";
import { PlanList } from "./plan-list.tsx";
import { type PlanFilter, planRows } from "./plan-rows.ts";
import { firstTicks, outOfSyncTicks, type Ticks, tickAgent, tickEverything, tickFile } from "./plan-ticks.ts";

export type PlanCardProps = { plan: Plan; boardNames: Map<string, string> };

const showChoices: Choice<PlanFilter["show"]>[] = [
  { value: "due", label: "What would change" },
  { value: "create", label: "Create" },
  { value: "change", label: "Change" },
  { value: "conflict", label: "Conflicts" },
  { value: "blocked", label: "Blocked" },
  { value: "skipped", label: "Skipped agents" },
  { value: "preserved", label: "Left alone" },
  { value: "idle", label: "Agents with nothing to do" },
];
const noTicks: Ticks = new Map();

/** Every agent of a plan with the change of each of its files, and ticks to choose what to apply. */
export function PlanCard({ plan, boardNames }: PlanCardProps) {
  const [ticks, setTicks] = useState(() => firstTicks(plan));
  const [chosen, setShow] = useSearchParam("show");
  const [text, setText] = useSearchParam("text");
  const show = showChoices.find(({ value }) => value === chosen)?.value ?? "due";
  const deferredText = useDeferredValue(text);
  const rows = useMemo(() => planRows(plan, { show, text: deferredText }), [plan, show, deferredText]);
  const onAgent = useCallback(
    (agent: PlannedAgent, isOn: boolean) => setTicks((now) => tickAgent(now, agent, isOn)),
    [],
  );
  const onFile = useCallback(
    (agent: PlannedAgent, name: string, isOn: boolean) => setTicks((now) => tickFile(now, agent, name, isOn)),
    [],
  );
  const canTick = plan.agents.some(hasWork);
  const canApply = hasChanges(plan);
  const clear = () => {
    setText("");
    setShow("");
  };
  return (
    <Card
      title="Plan"
      flush
      note={canTick ? "tick what to apply" : canApply ? "nothing to tick" : "nothing to apply"}
      actions={canTick && <TickButtons plan={plan} onChange={setTicks} />}
    >
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
        <SearchField label="Filter the plan" placeholder="Agent or file" value={text} onChange={setText} />
        <Select label="Show" choices={showChoices} value={show} onChange={setShow} className="w-56" />
      </div>
      {rows.length > 0 ? (
        <PlanList rows={rows} ticks={ticks} runId={plan.id} boardNames={boardNames} onAgent={onAgent} onFile={onFile} />
      ) : !canTick && show === "due" && text === "" ? (
        <NoAgents canApply={canApply} isUndo={plan.options.restore !== null} />
      ) : (
        <EmptyState
          icon={SearchX}
          title="Nothing in this plan matches these filters"
          actions={<Button onClick={clear}>Clear the filters</Button>}
        />
      )}
      {canApply && <ApplyBar plan={plan} ticks={ticks} />}
    </Card>
  );
}

function NoAgents({ canApply, isUndo }: { canApply: boolean; isUndo: boolean }) {
  if (isUndo) {
    return (
      <EmptyState icon={CircleCheck} title="Nothing to bring back">
        The files have their earlier versions already, or never had one.
      </EmptyState>
    );
  }
  return canApply ? (
    <EmptyState icon={Settings2} title="Only settings outside the agents would change">
      The agents match the templates and records. The settings that would change are shown above.
    </EmptyState>
  ) : (
    <EmptyState icon={CircleCheck} title="Nothing to do">
      The gateway matches the templates and records.
    </EmptyState>
  );
}

function TickButtons({ plan, onChange }: { plan: Plan; onChange: (ticks: Ticks) => void }) {
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => onChange(tickEverything(plan))}>
        Select all
      </Button>
      {!plan.options.restore && (
        <Button
          size="sm"
          variant="ghost"
          title="Ticks what differs, without conflicts and without files that only an option writes"
          onClick={() => onChange(outOfSyncTicks(plan))}
        >
          Select only out of sync
        </Button>
      )}
      <Button size="sm" variant="ghost" onClick={() => onChange(noTicks)}>
        Select none
      </Button>
    </>
  );
}
