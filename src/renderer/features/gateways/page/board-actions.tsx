import { useMutation } from "@tanstack/react-query";
import { Pause, Play, RefreshCw, UserRoundCheck } from "lucide-react";
import { useState } from "react";
import type { BoardRow } from "../../../../shared/views.ts";
import { client, orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { navigate } from "../../../router/use-location.ts";
import { toast, toastError } from "../../../stores/toasts.ts";
import { startSync } from "../../runs/start-sync.ts";
import { type NewLead, NewLeadDialog } from "./new-lead-dialog.tsx";

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
  const [isEnsuring, setIsEnsuring] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const ensure = async (lead?: NewLead) => {
    setIsAsking(false);
    setIsEnsuring(true);
    try {
      const { runId, agentId } = await client.runs.ensureLead({ boardId: board.id, ...lead });
      const link = { to: `/agents/${agentId}`, label: "Open the lead agent" };
      if (runId) navigate(`/runs/${runId}`);
      else
        toast({ tone: "ok", title: `The lead of ${board.name} is in place`, detail: "No changes were needed.", link });
    } catch (error) {
      toastError(error);
    }
    setIsEnsuring(false);
  };
  return (
    <>
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
        onClick={() => (board.lead ? void ensure() : setIsAsking(true))}
      >
        {!compact && "Ensure lead"}
      </Button>
      {isAsking && (
        <NewLeadDialog board={board} onClose={() => setIsAsking(false)} onCreate={(lead) => void ensure(lead)} />
      )}
    </>
  );
}
