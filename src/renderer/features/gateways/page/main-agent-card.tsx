import type { UseQueryResult } from "@tanstack/react-query";
import { Compass, RefreshCw } from "lucide-react";
import type { AgentRow, GatewayRow } from "../../../../shared/views.ts";
import { client } from "../../../api/client.ts";
import { AgentStatus } from "../../../components/agent-status.tsx";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { OutcomeBadge } from "../../../components/outcome-badge.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { SyncBadge } from "../../../components/sync-badge.tsx";
import { TokenBadge } from "../../../components/token-badge.tsx";
import { useBusy } from "../../../components/use-busy.ts";
import { Link } from "../../../router/link.tsx";
import { showRun, startSync } from "../../runs/start-sync.ts";

export type MainAgentCardProps = { gateway: GatewayRow; agents: UseQueryResult<AgentRow[]> };

/** The gateway's main agent with its own sync, or a button to create it. */
export function MainAgentCard({ gateway, agents }: MainAgentCardProps) {
  return (
    <Card title="Main agent" note="The gateway's own agent. It belongs to no board.">
      <Loaded query={agents} what="agents" loading={<Skeleton className="h-6 w-1/2" />}>
        {(all) => {
          const main = all.find(({ isMain }) => isMain);
          return main ? <MainAgent gateway={gateway} main={main} /> : <NoMainAgent gateway={gateway} />;
        }}
      </Loaded>
    </Card>
  );
}

function MainAgent({ gateway, main }: { gateway: GatewayRow; main: AgentRow }) {
  const sync = () => startSync({ gatewayId: gateway.id, agentIds: [main.id], includeMain: true });
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <Link to={`/agents/${main.id}`} className="inline-flex min-w-0 items-center gap-2 font-medium">
        <Compass size={15} aria-hidden="true" />
        <span className="truncate">{main.name}</span>
      </Link>
      <AgentStatus status={main.status} error={main.lastProvisionError} lastSeenAt={main.lastSeenAt} />
      <TokenBadge token={main.token} />
      <SyncBadge state={main.syncState} checkedAt={main.syncCheckedAt} differing={main.differing} />
      {main.lastOutcome ? (
        <OutcomeBadge outcome={main.lastOutcome} />
      ) : (
        <span className="text-faint">Never synced</span>
      )}
      <div className="ml-auto flex gap-2">
        {main.lastProvisionError && <EnsureMainAgent gateway={gateway} label="Provision again" />}
        <Button
          size="sm"
          icon={RefreshCw}
          disabled={gateway.runningRunId !== null}
          aria-label={`Sync main agent ${main.name}`}
          onClick={() => void sync()}
        >
          Sync
        </Button>
      </div>
    </div>
  );
}

function NoMainAgent({ gateway }: { gateway: GatewayRow }) {
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p className="min-w-0 flex-1 basis-72 text-muted">
        This gateway has no main agent yet. The main agent monitors the gateway and reports to Mission Control.
      </p>
      <EnsureMainAgent gateway={gateway} label="Create main agent" />
    </div>
  );
}

function EnsureMainAgent({ gateway, label }: { gateway: GatewayRow; label: string }) {
  const [isBusy, start] = useBusy();
  const ensure = () => start(() => showRun(client.runs.ensureGatewayAgent({ gatewayId: gateway.id })));
  return (
    <Button size="sm" busy={isBusy} disabled={gateway.runningRunId !== null} onClick={ensure}>
      {label}
    </Button>
  );
}
