import { ClipboardList, RefreshCw, Tag, Trash2 } from "lucide-react";
import { useState } from "react";
import type { BoardRow } from "../../../shared/views.ts";
import { Button } from "../../components/button.tsx";
import { useBusyWith } from "../../components/use-busy.ts";
import { DeleteBoardsDialog } from "./delete-boards-dialog.tsx";
import { LabelsDialog } from "./labels-dialog.tsx";
import { syncBoards } from "./sync-each.ts";

/** What a table of boards does with those that are chosen. */
export function chosenBoardActions(chosen: BoardRow[]) {
  return <ChosenBoardActions boards={chosen} />;
}

function ChosenBoardActions({ boards }: { boards: BoardRow[] }) {
  const [busy, start] = useBusyWith<"sync" | "plan">();
  const [asked, setAsked] = useState<"labels" | "delete" | null>(null);
  const hasAgents = boards.some(({ agents }) => agents > 0);
  return (
    <>
      <Button
        size="sm"
        icon={RefreshCw}
        busy={busy === "sync"}
        disabled={!hasAgents}
        title="Syncs the agents of these boards; those of paused boards are skipped"
        onClick={() => start("sync", () => syncBoards(boards, { dryRun: false }))}
      >
        Sync
      </Button>
      <Button
        size="sm"
        icon={ClipboardList}
        busy={busy === "plan"}
        disabled={!hasAgents}
        title="Shows what a sync of these boards would write"
        onClick={() => start("plan", () => syncBoards(boards, { dryRun: true }))}
      >
        Plan
      </Button>
      <Button
        size="sm"
        icon={Tag}
        title="Adds labels to these boards, or removes some"
        onClick={() => setAsked("labels")}
      >
        Labels
      </Button>
      <Button size="sm" variant="danger" icon={Trash2} onClick={() => setAsked("delete")}>
        Delete
      </Button>
      {asked === "labels" && <LabelsDialog noun="board" rows={boards} onClose={() => setAsked(null)} />}
      {asked === "delete" && <DeleteBoardsDialog boards={boards} onClose={() => setAsked(null)} />}
    </>
  );
}
