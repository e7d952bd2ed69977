import { useMutation, useQuery } from "@tanstack/react-query";
import { Ellipsis, Pencil, Stethoscope, Trash2 } from "lucide-react";
import { useEffect, useMemo } from "react";
import { binDays } from "../../../../shared/bin.ts";
import type { ScopeBoards } from "../../../../shared/sync-scope.ts";
import type { AgentRow, BoardRow, GatewayRow } from "../../../../shared/views.ts";
import { client, orpc } from "../../../api/client.ts";
import { Button, IconButton } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { Menu } from "../../../components/menu.tsx";
import { PracticeBadge } from "../../../components/practice-badge.tsx";
import { RecordDoubts } from "../../../components/record-doubts.tsx";
import { RecordMissing } from "../../../components/record-missing.tsx";
import { StayingAgents } from "../../../components/staying-agents.tsx";
import { SyncSummaryBadge } from "../../../components/sync-badge.tsx";
import { Page } from "../../../frame/page.tsx";
import { navigate } from "../../../router/use-location.ts";
import { useQuestion } from "../../../router/use-question.ts";
import { tellDeleted } from "../../../stores/deletions.ts";
import { toastError } from "../../../stores/toasts.ts";
import { plural } from "../../../time/format-time.ts";
import { VariablesCard } from "../../variables/variables-card.tsx";
import { ConnectionNotice } from "../connection-notice.tsx";
import { ConnectionState } from "../connection-state.tsx";
import { EnvironmentBadge } from "../gateway-label.tsx";
import { PlanButton } from "../sync/plan-button.tsx";
import { SyncButton } from "../sync/sync-button.tsx";
import { AdoptCard } from "./adopt-card.tsx";
import { AgentsCard } from "./agents-card.tsx";
import { BoardsCard } from "./boards-card.tsx";
import { GatewayFacts } from "./gateway-facts-list.tsx";
import { HeartbeatsCard } from "./heartbeats-card.tsx";
import { MainAgentCard } from "./main-agent-card.tsx";
import { OrphansCard } from "./orphans-card.tsx";
import { SyncStateCard } from "./sync-state-card.tsx";
import { TemplatesCard } from "./templates-card.tsx";
import { TokenHashesNotice } from "./token-hashes-notice.tsx";

const trail = [{ label: "Gateways", to: "/gateways" }];
const noAgents: AgentRow[] = [];
const noBoards: BoardRow[] = [];

/** One gateway: its connection, its actions, its boards and its agents. */
export function GatewayPage({ gatewayId }: { gatewayId: string }) {
  const gateways = useQuery(orpc.gateways.list.queryOptions());
  const gateway = gateways.data?.find(({ id }) => id === gatewayId);
  if (gateway) return <LoadedGateway gateway={gateway} />;
  return (
    <Page title="Gateway" trail={trail}>
      <Loaded query={gateways} what="gateways">
        {() => <RecordMissing kind="gateway" />}
      </Loaded>
    </Page>
  );
}

function LoadedGateway({ gateway }: { gateway: GatewayRow }) {
  const { id, name, label, isPractice, connection, hasToken, awaitsToken } = gateway;
  const boards = useQuery(orpc.boards.list.queryOptions({ input: { gatewayId: id } }));
  const agents = useQuery(orpc.agents.list.queryOptions({ input: { gatewayId: id } }));
  const probe = useMutation(orpc.gateways.probe.mutationOptions());
  const { mutate } = probe;
  // Check the connection when the page opens, so that its state is current. Results arrive as changes from main.
  useEffect(() => {
    mutate({ id });
  }, [mutate, id]);
  const askBaseUrl = useMutation(orpc.gateways.checkBaseUrl.mutationOptions());
  const check = () => {
    probe.mutate({ id }, { onError: toastError });
    askBaseUrl.mutate({ id }, { onError: toastError });
  };
  const scopeBoards = useMemo(() => scopeBoardsOf(boards.data ?? noBoards), [boards.data]);
  return (
    <Page
      title={name}
      trail={trail}
      marks={
        <>
          <EnvironmentBadge label={label} />
          {isPractice && <PracticeBadge />}
          {gateway.agents > 0 && <SyncSummaryBadge sync={gateway.sync} />}
        </>
      }
      note={
        <>
          <ConnectionState connection={connection} />
          <code>{gateway.url || "no address"}</code>
          {!hasToken && <span>{awaitsToken ? "token to be entered again" : "no token stored"}</span>}
        </>
      }
      actions={
        <>
          <Button icon={Stethoscope} busy={probe.isPending || askBaseUrl.isPending} onClick={check}>
            Check connection
          </Button>
          <PlanButton request={{ gatewayId: id }} disabled={gateway.runningRunId !== null} />
          <SyncButton gateway={gateway} agents={agents.data ?? noAgents} boards={scopeBoards} />
          <MoreMenu gateway={gateway} />
        </>
      }
    >
      <ConnectionNotice gateway={gateway} onCheck={check} isChecking={probe.isPending} />
      <RecordDoubts of={{ gatewayId: id }} />
      <GatewayFacts gateway={gateway} />
      <TemplatesCard gateway={gateway} baseUrlCheck={askBaseUrl.data} />
      <VariablesCard owner={{ kind: "gateway", id }} />
      <SyncStateCard gateway={gateway} />
      {gateway.agents > 0 && <HeartbeatsCard gateway={gateway} agents={agents.data ?? noAgents} />}
      <TokenHashesNotice gateway={gateway} />
      <MainAgentCard gateway={gateway} agents={agents} />
      <BoardsCard gateway={gateway} boards={boards} />
      <AgentsCard agents={agents} />
      <OrphansCard gateway={gateway} />
      <AdoptCard gateway={gateway} />
    </Page>
  );
}

function scopeBoardsOf(boards: BoardRow[]): ScopeBoards {
  return {
    all: new Set(boards.map(({ id }) => id)),
    paused: new Set(boards.filter(({ isPaused }) => isPaused).map(({ id }) => id)),
  };
}

function MoreMenu({ gateway }: { gateway: GatewayRow }) {
  const [isDeleting, setIsDeleting] = useQuestion("delete");
  const { id, name, boards, agents, isPractice } = gateway;
  return (
    <>
      <Menu
        trigger={<IconButton icon={Ellipsis} label="More actions" variant="secondary" size="md" />}
        entries={[
          { label: "Edit gateway", icon: Pencil, onSelect: () => navigate(`/gateways/${id}/edit`) },
          { label: "Delete gateway", icon: Trash2, danger: true, onSelect: () => setIsDeleting(true) },
        ]}
      />
      <ConfirmDialog
        open={isDeleting}
        onClose={() => setIsDeleting(false)}
        title={`Delete ${name}?`}
        description={
          <div className="flex flex-col gap-3">
            <p>
              Flight Deck deletes its records of this gateway, its token, {plural(boards, "board")} and{" "}
              {plural(agents, "agent")}. Nothing is removed from the gateway itself.{" "}
              {isPractice ? "This cannot be undone." : `You can restore them from the bin for ${binDays} days.`}
            </p>
            <StayingAgents
              of={{ gatewayId: id }}
              advice="Delete those that are not needed first: Flight Deck cannot reach them afterwards."
            />
          </div>
        }
        typed={name}
        confirmLabel="Delete gateway"
        onConfirm={async () => {
          tellDeleted("The gateway was deleted", name, await client.gateways.delete({ id, confirmName: name }));
          navigate("/gateways");
        }}
      />
    </>
  );
}
