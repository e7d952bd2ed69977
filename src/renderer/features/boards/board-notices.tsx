import type { BoardRow } from "../../../shared/views.ts";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { navigate } from "../../router/use-location.ts";

export type BoardNoticesProps = { board: BoardRow; runningRunId: string | null };

/** Reasons why a board cannot be synced now, with what to do about them. */
export function BoardNotices({ board, runningRunId }: BoardNoticesProps) {
  const { id, gatewayId, isPaused, agents, lead } = board;
  if (!gatewayId) {
    const edit = (
      <Button size="sm" onClick={() => navigate(`/boards/${id}/edit`)}>
        Choose a gateway
      </Button>
    );
    return (
      <Notice tone="warn" title="This board is on no gateway" actions={edit}>
        Its agents have nowhere to live until you choose one.
      </Notice>
    );
  }
  return (
    <>
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
          Sync and Ensure lead are available again when it finishes.
        </Notice>
      )}
      {isPaused && (
        <Notice tone="warn" title="This board is paused">
          The latest command in its chat is /pause. Syncs skip its agents until someone resumes it.
        </Notice>
      )}
      {!isPaused && lead === null && (
        <Notice tone="info" title={agents === 0 ? "This board has no agents yet" : "This board has no lead"}>
          Ensure lead creates the agent that assigns the work, and provisions it on the gateway.
        </Notice>
      )}
    </>
  );
}
