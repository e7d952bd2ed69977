import { outcomes, type RunPhase } from "../../../shared/sync.ts";
import { Badge } from "../../components/badge.tsx";
import { cx } from "../../components/cx.ts";
import { outcomeLook } from "../../components/outcome-badge.tsx";
import { OutcomeSwatch, Progress } from "../../components/progress.tsx";
import { useSearchParam } from "../../router/use-location.ts";
import type { RunState } from "../../stores/live-run/run-state.ts";
import { formatPassing, plural } from "../../time/format-time.ts";
import { useNow } from "../../time/use-now.ts";
import { describeOptions } from "./describe-run.ts";
import { estimateRemainingMs } from "./estimate-remaining.ts";
import { PhaseSteps, stepsOf } from "./phase-steps.tsx";

export type RunSummaryProps = { state: RunState; boardNames: Map<string, string> };

const phaseWords: Record<RunPhase, string> = {
  connecting: "Connecting to the gateway",
  reading: "Reading what is on the gateway",
  planning: "Comparing",
  "writing-config": "Writing the gateway's configuration",
  "writing-files": "Writing files",
  waking: "Waking agents",
  "checking-in": "Waiting for check-ins",
  finishing: "Finishing",
  done: "Done",
};

/** The progress of a run, its outcomes, and its options. */
export function RunSummary({ state, boardNames }: RunSummaryProps) {
  const { run, agents, done, phase } = state;
  const options = describeOptions(run.options, boardNames.get(run.options.boardId ?? ""));
  const isLive = run.status === "running";
  return (
    <section
      aria-label="Progress"
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4 shadow-low"
    >
      {isLive && <PhaseSteps phase={phase} steps={stepsOf(run)} />}
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <p className="tabular font-semibold text-base">
          {done < agents.length && `${done.toLocaleString("en")} of `}
          {plural(agents.length, "agent")}
          {isLive && " done"}
        </p>
        <p className="text-muted">
          {isLive ? phaseWords[phase] : <Effort state={state} />}
          {isLive && <Remaining state={state} />}
        </p>
        <div className="ml-auto flex flex-wrap gap-1">
          {options.map((words) => (
            <Badge key={words}>{words}</Badge>
          ))}
        </div>
      </div>
      <Progress label="Agents done" counts={run.counts} total={agents.length} run={run} />
      <Counts state={state} />
    </section>
  );
}

function Remaining({ state }: { state: RunState }) {
  const nowMs = useNow();
  const remainingMs = estimateRemainingMs(state.pace, state.done, state.agents.length, nowMs);
  if (remainingMs === null || state.waiting) return null;
  return <span className="tabular">, about {formatPassing(Math.max(1_000, remainingMs))} left</span>;
}

const effortUnknown = "The number of calls and writes is not known";

function Effort({ state: { report } }: { state: RunState }) {
  if (!report) return effortUnknown;
  const { rpcCalls, configWrites, fileWrites, retries } = report.stats;
  const parts = [
    fileWrites !== null && plural(fileWrites, "file write"),
    configWrites !== null && plural(configWrites, "configuration write"),
    rpcCalls !== null && `${plural(rpcCalls, "call")} to the gateway`,
    retries !== null && retries > 0 && plural(retries, "retry", "retries"),
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(", ") : effortUnknown;
}

/** Counts per outcome; each shows its agents below. */
function Counts({ state: { run, agents, done } }: { state: RunState }) {
  const [outcome, setOutcome] = useSearchParam("outcome");
  const [, setTab] = useSearchParam("tab");
  const show = (value: string) => {
    setTab("agents");
    setOutcome(outcome === value ? "" : value);
  };
  const pending = agents.length - done;
  return (
    <ul className="flex flex-wrap gap-x-1.5 gap-y-1.5">
      {outcomes.map((each) => (
        <li key={each}>
          <CountButton
            label={outcomeLook(each, run).label}
            count={run.counts[each]}
            isOn={outcome === each}
            onClick={() => show(each)}
          >
            <OutcomeSwatch outcome={each} />
          </CountButton>
        </li>
      ))}
      {run.status === "running" && (
        <li>
          <CountButton label="To do" count={pending} isOn={outcome === "pending"} onClick={() => show("pending")}>
            <span aria-hidden="true" className="size-2 rounded-xs border border-line-control" />
          </CountButton>
        </li>
      )}
    </ul>
  );
}

type CountButtonProps = { label: string; count: number; isOn: boolean; onClick: () => void; children: React.ReactNode };

function CountButton({ label, count, isOn, onClick, children }: CountButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      title={`Show these agents: ${label.toLowerCase()}`}
      onClick={onClick}
      className={cx(
        "inline-flex h-7 cursor-pointer items-center gap-2 rounded-md border px-2.5 text-xs",
        isOn ? "border-accent bg-selected" : "border-line hover:bg-hover",
        count === 0 && "text-faint",
      )}
    >
      {children}
      {label}
      <span className="tabular font-semibold">{count.toLocaleString("en")}</span>
    </button>
  );
}
