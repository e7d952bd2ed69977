import { useMutation } from "@tanstack/react-query";
import { Pause, Play, RefreshCw, UserRoundCheck } from "lucide-react";
import type { BoardRow } from "../../../../shared/views.ts";
import { orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { useBusy } from "../../../components/use-busy.ts";
import { toastError } from "../../../stores/toasts.ts";
import { startEnsureLead } from "../../runs/lead/start-ensure-lead.ts";
import { startSync } from "../../runs/start-sync.ts";

export type BoardActionsProps = {
  board: BoardRow;
  isBusy: boolean;
  size?: "sm" | "md";
  /** Icon-only buttons except for Sync, for tables with many columns. */
  compact?: boolean;
};

/** The actions for one board: sync, ensure its lead, pause. */
export function BoardActions({ board, isBusy, size = "sm", compact = false }: BoardActionsProps) {
  const { id, name, gatewayId, isPaused } = board;
  const setPaused = useMutation(orpc.boards.setPaused.mutationOptions({ onError: toastError }));
  const sync = () => gatewayId && startSync({ gatewayId, boardId: id, includeMain: false });
  return (
    <span className="relative z-1 inline-flex gap-1.5">
      <Button
        size={size}
        icon={RefreshCw}
        disabled={isBusy || !gatewayId}
        aria-label={`Sync board ${name}`}
        title="Syncs only the agents of this board"
        onClick={() => void sync()}
      >
        Sync
      </Button>
      <EnsureLeadButton board={board} isBusy={isBusy} size={size} compact={compact} />
      <Button
        size={size}
        variant="ghost"
        square={size === "sm"}
        icon={isPaused ? Play : Pause}
        busy={setPaused.isPending}
        aria-label={`${isPaused ? "Resume" : "Pause"} board ${name}`}
        title={
          isPaused
            ? "Resume: writes /resume in the board's chat, so that syncs include its agents again"
            : "Pause: writes /pause in the board's chat, so that syncs skip its agents"
        }
        onClick={() => setPaused.mutate({ id, paused: !isPaused })}
        className={size === "sm" ? "" : "w-25"}
      >
        {size === "md" && (isPaused ? "Resume" : "Pause")}
      </Button>
    </span>
  );
}

/** Gives a board its lead agent, or completes one whose provisioning failed. */
function EnsureLeadButton({ board, isBusy, size = "sm", compact = false }: BoardActionsProps) {
  const [isEnsuring, whileEnsuring] = useBusy();
  return (
    <Button
      size={size}
      square={compact}
      icon={UserRoundCheck}
      busy={isEnsuring}
      disabled={isBusy || !board.gatewayId}
      aria-label={`Ensure lead of board ${board.name}`}
      title={
        board.lead
          ? `Ensure lead: checks that ${board.lead.name} is provisioned`
          : "Ensure lead: creates the board's lead agent and provisions it"
      }
      onClick={() => whileEnsuring(() => startEnsureLead(board))}
    >
      {!compact && "Ensure lead"}
    </Button>
  );
}
