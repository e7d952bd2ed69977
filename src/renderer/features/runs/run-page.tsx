import { useQuery } from "@tanstack/react-query";
import { Ban } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import type { Plan } from "../../../shared/plan.ts";
import type { RunRow } from "../../../shared/run-views.ts";
import { orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { RunStatusBadge } from "../../components/outcome-badge.tsx";
import { ListSkeleton } from "../../components/skeleton.tsx";
import { Page } from "../../frame/page.tsx";
import { retryLiveRun, useLiveRun } from "../../stores/live-run/live-runs.ts";
import type { RunState } from "../../stores/live-run/run-state.ts";
import { describeRetry } from "./describe-retry.ts";
import { runTitle } from "./describe-run.ts";
import { DismissButton, PinButton, useRecordedRun } from "./keep-run-buttons.tsx";
import { PlanView } from "./plan/plan-view.tsx";
import { ProblemsCard } from "./problems/problems-card.tsx";
import { PlanActions, RunActions } from "./run-actions.tsx";
import { RunFacts } from "./run-facts.tsx";
import { RunNotes } from "./run-notes.tsx";
import { RunSummary } from "./run-summary.tsx";
import { RunTabs } from "./run-tabs.tsx";
import { SkippedNotice } from "./skipped-notice.tsx";
import { cancelRun } from "./start-sync.ts";
import { UndoRunButton } from "./undo-run.tsx";
import { WaitingNotice } from "./waiting-notice.tsx";

const trail = [{ label: "Runs", to: "/runs" }];

/** One run, live or from history. */
export function RunPage({ runId }: { runId: string }) {
  const { state, error } = useLiveRun(runId);
  if (state) return <LoadedRun state={state} />;
  return (
    <Page title="Run" trail={trail}>
      {error ? (
        <Notice
          tone="danger"
          title={error.message}
          code={error.code}
          live
          actions={<Button onClick={() => retryLiveRun(runId)}>Try again</Button>}
        >
          {error.hint}
        </Notice>
      ) : (
        <ListSkeleton label="Loading the run" />
      )}
    </Page>
  );
}

function LoadedRun({ state }: { state: RunState }) {
  const { run, waiting, agents, done } = state;
  const boards = useQuery(orpc.boards.list.queryOptions({ input: { gatewayId: run.gatewayId } }));
  const boardNames = useMemo(() => new Map((boards.data ?? []).map(({ id, name }) => [id, name])), [boards.data]);
  const isLive = run.status === "running";
  const { plan, isLoading } = usePlan(run);
  const title = runTitle(run);
  const recorded = useRecordedRun(run);
  const retry = describeRetry(recorded);
  const percent = agents.length > 0 ? Math.floor((done / agents.length) * 100) : 0;
  return (
    <Page
      title={title}
      documentTitle={isLive ? `${percent} % · ${title}` : title}
      trail={trail}
      marks={<RunStatusBadge run={run} />}
      note={<RunFacts state={state} />}
      actions={
        isLive ? (
          <CancelButton runId={run.id} />
        ) : (
          <>
            <PinButton run={recorded} />
            {plan ? <PlanActions state={state} /> : <RunActions state={state} recorded={recorded} />}
            {!plan && <UndoRunButton state={state} />}
          </>
        )
      }
    >
      {waiting && isLive && <WaitingNotice runId={run.id} waiting={waiting} />}
      {run.status === "interrupted" && recorded.dismissedAt === null && (
        <Notice
          tone="warn"
          title="Flight Deck was stopped in the middle of this run"
          actions={<DismissButton runId={run.id} />}
        >
          The list below shows what is known of each agent. Files marked as unknown may or may not have reached the
          gateway.
          {retry &&
            ` "${retry.label}" reads the gateway again and does the rest: no agent gets a second token or wake-up message.`}
        </Notice>
      )}
      {/* When a plan cannot be read, its run is shown instead. */}
      {plan ? (
        <PlanView state={state} plan={plan} boardNames={boardNames} />
      ) : isLoading ? (
        <ListSkeleton label="Loading the plan" />
      ) : (
        <>
          <SkippedNotice state={state} boardNames={boardNames} />
          <RunSummary state={state} boardNames={boardNames} />
          <Details state={state} boardNames={boardNames} />
        </>
      )}
    </Page>
  );
}

/** The parts that grow with the number of agents. They are rendered after the rest, as an interruptible update. */
function Details({ state, boardNames }: { state: RunState; boardNames: Map<string, string> }) {
  const latest = useDeferredValue<RunState | null>(state, null);
  return useMemo(() => {
    if (!latest) return null;
    const { run, errors, report } = latest;
    return (
      <>
        <RunNotes notes={report?.notes} options={run.options} />
        {errors.length > 0 && <ProblemsCard run={run} errors={errors} boardNames={boardNames} />}
        <RunTabs state={latest} boardNames={boardNames} />
      </>
    );
  }, [latest, boardNames]);
}

/** The plan of a run that only read, once it has ended. */
function usePlan({ id, status, options }: RunRow): { plan: Plan | null; isLoading: boolean } {
  const query = useQuery({
    ...orpc.runs.plan.queryOptions({ input: { id } }),
    enabled: status !== "running" && options.dryRun,
    // A plan never changes and may be long, so comparing it with its previous value is a waste.
    structuralSharing: false,
  });
  return { plan: query.data ?? null, isLoading: query.isLoading };
}

function CancelButton({ runId }: { runId: string }) {
  const [isAsked, setIsAsked] = useState(false);
  const cancel = () => {
    setIsAsked(true);
    void cancelRun(runId).then(setIsAsked);
  };
  return (
    <Button icon={Ban} busy={isAsked} onClick={cancel} title="Finishes the current write and leaves the rest unchanged">
      {isAsked ? "Cancelling…" : "Cancel run"}
    </Button>
  );
}
