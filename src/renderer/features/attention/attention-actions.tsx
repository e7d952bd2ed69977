import {
  BellRing,
  ClipboardList,
  GitCompare,
  KeyRound,
  type LucideIcon,
  RefreshCw,
  RotateCw,
  ScanSearch,
} from "lucide-react";
import { type AttentionCause, attentionTitle, type ShownAttention } from "../../../shared/attention.ts";
import { onlyAgents, syncChoices } from "../../../shared/sync-options.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { useBusy } from "../../components/use-busy.ts";
import { navigate } from "../../router/use-location.ts";
import { toastError } from "../../stores/toasts.ts";
import { DismissButton } from "../runs/keep-run-buttons.tsx";
import { retryUnfinished, showRun, startSync } from "../runs/start-sync.ts";
import { startWake } from "../runs/start-wake.ts";

/** An action on a gateway; `startsRun` is refused while a run is in progress there. */
type Act = {
  label: string;
  icon?: LucideIcon;
  startsRun?: true;
  act: (item: ShownAttention, gatewayId: string) => unknown;
};

const open = (label: string, pathOf: (item: ShownAttention, gatewayId: string) => string): Act => ({
  label,
  act: (item, gatewayId) => navigate(pathOf(item, gatewayId)),
});
const openGateway = open("Open the gateway", (_, gatewayId) => `/gateways/${gatewayId}`);
const openRun = open("Open the run", ({ runIds }) => (runIds[0] ? `/runs/${runIds[0]}` : "/runs"));
const checkConnection: Act = {
  label: "Check connection",
  icon: RefreshCw,
  act: (_, id) => client.gateways.probe({ id }).catch(toastError),
};
const check: Act = {
  label: "Check now",
  icon: ScanSearch,
  startsRun: true,
  act: (_, id) => showRun(client.gateways.checkDrift({ id })),
};
const wake: Act = {
  label: "Wake",
  icon: BellRing,
  startsRun: true,
  act: (item) => withAgents(item, (agents) => startWake({ agentIds: agents.map(({ agentId }) => agentId) })),
};
const syncWith = (options: { rotateTokens?: true; dryRun?: true }) => (item: ShownAttention, gatewayId: string) =>
  withAgents(item, (agents) => startSync({ gatewayId, ...onlyAgents(agents), ...options }));
const openSettings = (label: string) => open(label, () => "/settings");

const acts: Record<AttentionCause, Act[]> = {
  certificate: [openGateway],
  refused: [checkConnection, openGateway],
  pairing: [checkConnection, openGateway],
  away: [checkConnection, openGateway],
  "failed-agents": [{ label: "Open the errors", act: openErrors }],
  "failed-run": [openRun],
  interrupted: [],
  token: [
    { label: syncChoices.rotateTokens.label, icon: KeyRound, startsRun: true, act: syncWith({ rotateTokens: true }) },
  ],
  conflict: [{ label: "Open differences", icon: GitCompare, act: openDifferences }],
  silent: [wake],
  heartbeat: [openGateway],
  "never-seen": [wake],
  version: [
    {
      label: "Plan",
      icon: ClipboardList,
      startsRun: true,
      act: (_, gatewayId) => startSync({ gatewayId, dryRun: true }),
    },
  ],
  "mirror-stale": [{ label: "Pull now", icon: RefreshCw, act: pullNow }],
  "mirror-conflicts": [openSettings("Open the conflicts")],
  "mirror-unpushed": [openSettings("Open the settings")],
  backup: [openSettings("Open the backups")],
  "out-of-sync": [{ label: "Sync", icon: RefreshCw, startsRun: true, act: syncWith({}) }],
  unchecked: [check],
  stale: [check],
};

/** What can be done about an item: the controls that its gateway, its run or the settings have as well. */
export function AttentionActions({ item }: { item: ShownAttention }) {
  if (item.cause === "interrupted") return <InterruptedActions item={item} />;
  return acts[item.cause].map((act) => <ActButton key={act.label} item={item} act={act} />);
}

function ActButton({ item, act: { label, icon, startsRun, act } }: { item: ShownAttention; act: Act }) {
  const [isBusy, start] = useBusy();
  const { runningRunId, gateway } = item;
  const title = attentionTitle(item);
  if (startsRun && runningRunId !== null) {
    return (
      <Button size="sm" aria-label={`Watch run: ${title}`} onClick={() => navigate(`/runs/${runningRunId}`)}>
        Watch run
      </Button>
    );
  }
  return (
    <Button
      size="sm"
      {...(icon ? { icon } : {})}
      busy={isBusy}
      aria-label={`${label}: ${title}`}
      onClick={() => start(async () => act(item, gateway?.id ?? ""))}
    >
      {label}
    </Button>
  );
}

function InterruptedActions({ item: { runIds, runningRunId, gateway } }: { item: ShownAttention }) {
  const [isBusy, start] = useBusy();
  const [runId, ...others] = runIds;
  if (!runId || others.length > 0) {
    return (
      <Button size="sm" onClick={() => navigate("/runs", { status: "interrupted" })}>
        Show the runs
      </Button>
    );
  }
  return (
    <>
      <Button
        size="sm"
        icon={RotateCw}
        busy={isBusy}
        disabled={runningRunId !== null}
        aria-label={`Resume the run on ${gateway?.name}`}
        onClick={() => start(() => retryUnfinished(runId))}
      >
        Resume
      </Button>
      <Button size="sm" aria-label={`Open the run on ${gateway?.name}`} onClick={() => navigate(`/runs/${runId}`)}>
        Open the run
      </Button>
      <DismissButton runId={runId} size="sm" />
    </>
  );
}

/** Does something with all agents of an item as it is now. */
async function withAgents(
  { key }: ShownAttention,
  work: (agents: { agentId: string; isMain: boolean }[]) => Promise<void>,
): Promise<void> {
  try {
    const agents = await client.attention.agents({ key });
    // None are left: the list on screen is renewed in a moment.
    if (agents.length > 0) await work(agents);
  } catch (error) {
    toastError(error);
  }
}

/** Where the errors of failed agents are: the run, unless another one came after it. */
function openErrors({ runIds: [runId] }: ShownAttention, gatewayId: string): void {
  if (runId) navigate(`/runs/${runId}`);
  else navigate("/agents", { gateway: gatewayId, outcome: "failed" });
}

function openDifferences({ named }: ShownAttention, gatewayId: string): void {
  const [agent, ...others] = named;
  if (agent && others.length === 0) navigate(`/agents/${agent.id}`, { view: "diff" });
  else navigate("/agents", { gateway: gatewayId, sync: "conflict" });
}

async function pullNow(): Promise<void> {
  await client.mirror.pull({ full: false }).catch(toastError);
}
