import { useQuery } from "@tanstack/react-query";
import { orpc } from "../../api/client.ts";
import { Tabs } from "../../components/tabs.tsx";
import { useSearchParam } from "../../router/use-location.ts";
import type { RunState } from "../../stores/live-run/run-state.ts";
import { RunAgents } from "./agents/run-agents.tsx";
import { RunDriftList } from "./run-drift.tsx";
import { RunTimeline } from "./timeline/run-timeline.tsx";

export type RunTabsProps = { state: RunState; boardNames: Map<string, string> };

/** The details of a run: its agents, the files edited on the gateway, and its calls. */
export function RunTabs({ state, boardNames }: RunTabsProps) {
  const { run, agents, errors, timeline } = state;
  const [tab, setTab] = useSearchParam("tab");
  // A run that only reads keeps a diff of everything it would write; its plan shows them instead.
  const hasDrift = !run.options.dryRun && run.kind !== "adopt";
  const drift = useQuery({ ...orpc.runs.drift.queryOptions({ input: { id: run.id } }), enabled: hasDrift });
  const canRestore = run.status !== "running" && run.kind !== "delete-orphan";
  const driftTab = {
    value: "drift",
    label: run.kind === "delete-orphan" ? "Copied first" : "Edited on the gateway",
    count: drift.data?.length,
    content: <RunDriftList query={drift} agents={agents} runId={canRestore ? run.id : null} />,
  };
  return (
    <Tabs
      label="Details of the run"
      value={tab === "calls" || (tab === "drift" && hasDrift) ? tab : "agents"}
      onChange={setTab}
      tabs={[
        {
          value: "agents",
          label: "Agents",
          count: agents.length,
          content: <RunAgents run={run} agents={agents} errors={errors} boardNames={boardNames} />,
        },
        ...(hasDrift ? [driftTab] : []),
        { value: "calls", label: "Gateway calls", content: <RunTimeline timeline={timeline} run={run} /> },
      ]}
    />
  );
}
