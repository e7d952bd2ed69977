import { CircleCheck, SearchX, Settings2 } from "lucide-react";
import { type Dispatch, type SetStateAction, useMemo, useState } from "react";
import type { Plan, PlannedAgent } from "../../../../shared/plan.ts";
import { hasChanges, hasWork } from "../../../../shared/plan-work.ts";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { SearchField } from "../../../components/search-field.tsx";
import { type Choice, Select } from "../../../components/select.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { useSearchParam } from "../../../router/use-location.ts";
import { ApplyBar } from "./apply-bar.tsx";
import { type PlanChoices, withKept, withTicks } from "./plan-choices.ts";
import { PlanList } from "./plan-list.tsx";
import type { GroupMember, PlanFilter } from "./plan-rows.ts";
import {
  firstTicks,
  outOfSyncTicks,
  type Ticks,
  tickAgent,
  tickEverything,
  tickFile,
  tickGroup,
} from "./plan-ticks.ts";
import { type PlanOrder, usePlanRows } from "./use-plan-rows.ts";

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

const orders: Choice<PlanOrder>[] = [
  { value: "agent", label: "By agent" },
  { value: "change", label: "By equal change" },
];

/** Every agent of a plan with the change of each of its files, or the files by equal change, with ticks to choose what to apply. */
export function PlanCard({ plan, boardNames }: PlanCardProps) {
  const [choices, setChoices] = useState<PlanChoices>(() => ({ ticks: firstTicks(plan), keeps: new Map() }));
  const canTick = plan.agents.some(hasWork);
  const canApply = hasChanges(plan);
  return (
    <Card
      title="Plan"
      flush
      note={canTick ? "tick what to apply" : canApply ? "nothing to tick" : "nothing to apply"}
      actions={canTick && <TickButtons plan={plan} onChange={(ticks) => setChoices({ ticks, keeps: new Map() })} />}
    >
      <PlanRows plan={plan} boardNames={boardNames} choices={choices} setChoices={setChoices} />
      {canApply && <ApplyBar plan={plan} {...choices} />}
    </Card>
  );
}

type PlanRowsProps = PlanCardProps & { choices: PlanChoices; setChoices: Dispatch<SetStateAction<PlanChoices>> };

function PlanRows({ plan, boardNames, choices, setChoices }: PlanRowsProps) {
  const [chosen, setShow] = useSearchParam("show");
  const [text, setText] = useSearchParam("text");
  const show = showChoices.find(({ value }) => value === chosen)?.value ?? "due";
  const { rows, query, order, setOrder, opened, onOpen } = usePlanRows(plan, { show, text });
  const ticking = useTicking(setChoices);
  const clear = () => {
    setText("");
    setShow("");
  };
  const isEmpty = !plan.agents.some(hasWork) && show === "due" && text === "";
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
        <SearchField label="Filter the plan" placeholder="Agent or file" value={text} onChange={setText} />
        <Select label="Show" choices={showChoices} value={show} onChange={setShow} className="w-56" />
        <Select label="Order" choices={orders} value={order} onChange={setOrder} className="w-44" />
      </div>
      {rows === null ? (
        <Loaded query={query} what="changes" loading={<Skeleton className="m-4 h-24" />}>
          {() => null}
        </Loaded>
      ) : rows.length > 0 ? (
        <PlanList
          {...ticking}
          {...choices}
          rows={rows}
          opened={opened}
          onOpen={onOpen}
          runId={plan.id}
          boardNames={boardNames}
        />
      ) : isEmpty ? (
        <NoAgents canApply={hasChanges(plan)} isUndo={plan.options.restore !== null} />
      ) : (
        <EmptyState
          icon={SearchX}
          title="Nothing in this plan matches these filters"
          actions={<Button onClick={clear}>Clear the filters</Button>}
        />
      )}
    </>
  );
}

/** What the boxes and buttons of the rows do. */
function useTicking(setChoices: PlanRowsProps["setChoices"]) {
  return useMemo(() => {
    const tick = (change: (ticks: Ticks) => Ticks) => setChoices((now) => withTicks(now, change(now.ticks)));
    return {
      onAgent: (agent: PlannedAgent, isOn: boolean) => tick((now) => tickAgent(now, agent, isOn)),
      onFile: (agent: PlannedAgent, name: string, isOn: boolean) => tick((now) => tickFile(now, agent, name, isOn)),
      onGroup: (members: GroupMember[], isOn: boolean) => tick((now) => tickGroup(now, members, isOn)),
      onKeep: (members: GroupMember[], isKept: boolean) => setChoices((now) => withKept(now, members, isKept)),
    };
  }, [setChoices]);
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
