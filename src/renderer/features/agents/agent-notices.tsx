import type { AgentView } from "../../../shared/views.ts";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { tokenLooks } from "../../components/token-badge.tsx";
import { navigate } from "../../router/use-location.ts";
import { needsToken } from "./agent-sync.ts";

export type AgentNoticesProps = { agent: AgentView; isPaused: boolean; runningRunId: string | null };

/** Problems of an agent and reasons why it cannot be synced now, with what to do about them. */
export function AgentNotices({ agent, isPaused, runningRunId }: AgentNoticesProps) {
  const { token, hasTokenHash, lastProvisionError, boardId, boardName } = agent;
  const isNew = needsToken(agent) && !hasTokenHash;
  const openBoard = (
    <Button size="sm" onClick={() => navigate(`/boards/${boardId}`)}>
      Open the board
    </Button>
  );
  return (
    <>
      {lastProvisionError && (
        <Notice tone="danger" title="Its last provisioning failed">
          <p className="whitespace-pre-line break-words">{lastProvisionError}</p>
          <p className="mt-1 text-muted">Correct the cause, then sync it again: it keeps its identity.</p>
        </Notice>
      )}
      {runningRunId && (
        <Notice
          tone="info"
          title="A run is in progress on this gateway"
          actions={
            <Button size="sm" onClick={() => navigate(`/runs/${runningRunId}`)}>
              Watch the run
            </Button>
          }
        >
          You can sync this agent when it finishes.
        </Notice>
      )}
      {isPaused && (
        <Notice tone="warn" title={`${boardName ?? "Its board"} is paused`} actions={openBoard}>
          Syncs skip this agent until someone resumes the board.
        </Notice>
      )}
      {isNew && !lastProvisionError && (
        <Notice tone="info" title="This agent has no token yet">
          Provision agent creates it on its gateway if it is not there, gives it a token and writes its files.
        </Notice>
      )}
      {(token === "drifted" || token === "unreadable") && !isNew && (
        <Notice tone={token === "drifted" ? "warn" : "danger"} title={`${tokenLooks[token].meaning}.`}>
          {token === "drifted"
            ? "Repair token gives it a new one that both sides know. The agent must read its files again before it continues."
            : "A plain sync skips it. Repair token writes a new one into its files."}
        </Notice>
      )}
    </>
  );
}
