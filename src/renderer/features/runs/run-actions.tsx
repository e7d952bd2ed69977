import { ClipboardList, Download, KeyRound, RotateCw } from "lucide-react";
import { isPlan } from "../../../shared/run-kinds.ts";
import type { RunRow } from "../../../shared/run-views.ts";
import { onlyAgents, syncChoices } from "../../../shared/sync-options.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Menu } from "../../components/menu.tsx";
import { useBusy, useBusyWith } from "../../components/use-busy.ts";
import type { RunState } from "../../stores/live-run/run-state.ts";
import { toastError } from "../../stores/toasts.ts";
import { describeRetry } from "./describe-retry.ts";
import { agentsFor, errorsWith } from "./problems/group-errors.ts";
import { repairTokens } from "./repair-tokens.ts";
import { saveText } from "./save-text.ts";
import { retryUnfinished, showRun, startSync } from "./start-sync.ts";
import { useLatestRetry } from "./use-latest-retry.ts";

/** The actions for a run that has ended, and is recorded as `recorded` now. */
export function RunActions({ state: { run, errors }, recorded }: { state: RunState; recorded: RunRow }) {
  const [busy, start] = useBusyWith<"retry" | "repair" | "plan">();
  const retry = describeRetry(recorded);
  const isRetried = useLatestRetry(run)?.status === "succeeded";
  const repairable = agentsFor("repair-tokens", errors);
  const moved = agentsFor("plan-again", errors);
  return (
    <>
      {errors.length > 0 && <ExportMenu runId={run.id} />}
      {repairable.length > 0 && (
        <Button
          variant={retry === null ? "primary" : "secondary"}
          icon={KeyRound}
          busy={busy === "repair"}
          onClick={() => start("repair", () => repairTokens(run, repairable))}
        >
          {syncChoices.rotateTokens.label} ({repairable.length.toLocaleString("en")})
        </Button>
      )}
      {errorsWith("plan-again", errors).length > 0 && (
        <Button
          variant="primary"
          icon={ClipboardList}
          busy={busy === "plan"}
          title={
            moved.length > 0 ? "Makes a new plan for the agents that changed" : "Makes a new plan for the whole gateway"
          }
          onClick={() => start("plan", () => startSync({ ...run.options, ...scopeOf(moved), dryRun: true }))}
        >
          {moved.length > 0 ? `Plan again (${moved.length.toLocaleString("en")})` : "Plan again"}
        </Button>
      )}
      {retry && retry.agents > moved.length && (
        <Button
          variant={moved.length > 0 || isRetried ? "secondary" : "primary"}
          icon={RotateCw}
          busy={busy === "retry"}
          onClick={() => start("retry", () => retryUnfinished(run.id))}
        >
          {retry.label}
        </Button>
      )}
    </>
  );
}

/** The actions for a run that only compared, a plan or a drift check, apart from applying it. */
export function PlanActions({ state: { run, errors } }: { state: RunState }) {
  const [isBusy, start] = useBusy();
  const compare = () =>
    isPlan(run) ? client.runs.sync(run.options) : client.gateways.checkDrift({ id: run.gatewayId });
  const planAgain = () => start(() => showRun(compare()));
  return (
    <>
      {errors.length > 0 && <ExportMenu runId={run.id} />}
      <Button icon={ClipboardList} busy={isBusy} onClick={planAgain} title="Compares again, with the same options">
        {isPlan(run) ? "Plan again" : "Check again"}
      </Button>
    </>
  );
}

/** Changes that belong to no agent are settings of the gateway, which only a plan for the whole gateway shows. */
function scopeOf(agents: { agentId: string; isMain: boolean }[]) {
  if (agents.length === 0) return { boardId: null, agentIds: null, includeMain: true };
  return onlyAgents(agents);
}

function ExportMenu({ runId }: { runId: string }) {
  const save = (format: "csv" | "json") => {
    client.runs.exportErrors({ id: runId, format }).then(saveText).catch(toastError);
  };
  return (
    <Menu
      trigger={<Button icon={Download}>Export errors</Button>}
      entries={[
        { label: "As CSV", onSelect: () => save("csv") },
        { label: "As JSON", onSelect: () => save("json") },
      ]}
    />
  );
}
