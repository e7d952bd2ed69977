import { create } from "zustand";
import type { BoardRow } from "../../../../shared/views.ts";
import { client } from "../../../api/client.ts";
import { forgetUnsaved } from "../../../router/unsaved.ts";
import { navigate } from "../../../router/use-location.ts";
import { toast, toastError } from "../../../stores/toasts.ts";

export type NewLead = { agentName: string; identityProfile: Record<string, string> };

/** The board whose new lead is asked about. */
export const useAskedBoard = create<{ board: BoardRow | null }>(() => ({ board: null }));

/** Completes the lead of a board, or asks about the new one of a board that has none. Errors are shown as messages. */
export async function startEnsureLead(board: BoardRow): Promise<void> {
  if (!board.lead) return useAskedBoard.setState({ board });
  try {
    await ensureLead(board);
  } catch (error) {
    toastError(error);
  }
}

/** Gives a board its lead agent, or completes one whose provisioning failed, and opens the run. */
export async function ensureLead(board: BoardRow, lead?: NewLead): Promise<void> {
  const { runId, agentId } = await client.runs.ensureLead({ boardId: board.id, ...lead });
  const link = { to: `/agents/${agentId}`, label: "Open the lead agent" };
  if (lead) {
    forgetUnsaved();
    useAskedBoard.setState({ board: null });
  }
  if (runId) navigate(`/runs/${runId}`);
  else toast({ tone: "ok", title: `The lead of ${board.name} is in place`, detail: "No changes were needed.", link });
}
