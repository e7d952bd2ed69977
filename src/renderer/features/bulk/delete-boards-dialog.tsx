import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { binDays } from "../../../shared/bin.ts";
import type { BoardRow } from "../../../shared/views.ts";
import { client, orpc } from "../../api/client.ts";
import { toast } from "../../stores/toasts.ts";
import { plural } from "../../time/format-time.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import { justNow } from "./just-now.ts";

/** Deletes the records of the chosen boards and of their agents. */
export function DeleteBoardsDialog({ boards, onClose }: { boards: BoardRow[]; onClose: () => void }) {
  const [boardIds] = useState(() => boards.map(({ id }) => id));
  const preview = useQuery({
    ...orpc.bulk.deleteBoards.queryOptions({ input: { boardIds, confirmCount: null, dryRun: true } }),
    ...justNow,
  });
  return (
    <BulkDialog
      noun="board"
      title={`Delete ${plural(boardIds.length, "board")}?`}
      description={`Flight Deck deletes its records of these boards, their chats and their agents, and nothing on a gateway. They can be restored from the bin for ${binDays} days.`}
      preview={preview}
      verb="will be deleted"
      confirmLabel="Delete boards"
      typesCount
      onConfirm={async ({ done }) => {
        const report = await client.bulk.deleteBoards({ boardIds, confirmCount: done.length });
        const detail = `Their records are in the bin for ${binDays} days.`;
        toast({ tone: "ok", title: `${plural(report.done.length, "board")} deleted`, detail });
        return report;
      }}
      onClose={onClose}
    />
  );
}
