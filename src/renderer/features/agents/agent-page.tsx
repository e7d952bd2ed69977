import { useQuery } from "@tanstack/react-query";
import type { AgentView } from "../../../shared/views.ts";
import { orpc } from "../../api/client.ts";
import { AgentStatus } from "../../components/agent-status.tsx";
import { Badge } from "../../components/badge.tsx";
import { HeartbeatBadge } from "../../components/heartbeat-badge.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { PracticeBadge } from "../../components/practice-badge.tsx";
import { RecordDoubts } from "../../components/record-doubts.tsx";
import { RecordMissing } from "../../components/record-missing.tsx";
import { SyncBadge } from "../../components/sync-badge.tsx";
import { TokenBadge } from "../../components/token-badge.tsx";
import { Page } from "../../frame/page.tsx";
import { Link } from "../../router/link.tsx";
import { AgentActions } from "./agent-actions.tsx";
import { AgentFacts } from "./agent-facts.tsx";
import { AgentHistory } from "./agent-history.tsx";
import { AgentNotices } from "./agent-notices.tsx";
import { AgentFiles } from "./files/agent-files-panel.tsx";
import { useAgent } from "./use-agent.ts";

const trail = [{ label: "Agents", to: "/agents" }];

/** One agent: its facts and state, its files here and on the gateway, and its history. */
export function AgentPage({ agentId }: { agentId: string }) {
  const { query, isMissing } = useAgent(agentId);
  if (query.data && !isMissing) return <LoadedAgent key={agentId} agent={query.data} />;
  return (
    <Page title="Agent" trail={trail}>
      {isMissing ? (
        <RecordMissing kind="agent" />
      ) : (
        <Loaded query={query} what="agent">
          {() => null}
        </Loaded>
      )}
    </Page>
  );
}

function LoadedAgent({ agent }: { agent: AgentView }) {
  const { name, gatewayId, gatewayName, boardId, boardName, isBoardLead, isMain, isPractice } = agent;
  const gateways = useQuery(orpc.gateways.list.queryOptions());
  const boards = useQuery(orpc.boards.list.queryOptions({ input: {} }));
  const runningRunId = gateways.data?.find(({ id }) => id === gatewayId)?.runningRunId ?? null;
  const isPaused = boards.data?.find(({ id }) => id === boardId)?.isPaused ?? false;
  return (
    <Page
      title={name}
      trail={trail}
      marks={
        <>
          {isBoardLead && <Badge tone="accent">Lead</Badge>}
          {isMain && <Badge>Main agent</Badge>}
          {isPractice && <PracticeBadge />}
        </>
      }
      note={
        <>
          <AgentStatus status={agent.status} error={agent.lastProvisionError} lastSeenAt={agent.lastSeenAt} />
          <TokenBadge token={agent.token} />
          <SyncBadge state={agent.syncState} checkedAt={agent.syncCheckedAt} differing={agent.differing} />
          <HeartbeatBadge heartbeat={agent.heartbeat} />
          {boardId && <Link to={`/boards/${boardId}`}>{boardName ?? "Board"}</Link>}
          <Link to={`/gateways/${gatewayId}`}>{gatewayName}</Link>
        </>
      }
      actions={<AgentActions agent={agent} runningRunId={runningRunId} />}
    >
      <AgentNotices agent={agent} isPaused={isPaused} runningRunId={runningRunId} />
      <RecordDoubts of={{ agentId: agent.id }} />
      <AgentFacts agent={agent} />
      <AgentFiles agent={agent} runningRunId={runningRunId} />
      <AgentHistory history={agent.history} />
    </Page>
  );
}
