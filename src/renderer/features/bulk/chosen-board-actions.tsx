import { Tag, Trash2 } from "lucide-react";
import { useState } from "react";
import type { BoardRow } from "../../../shared/views.ts";
import { Button } from "../../components/button.tsx";
import { DeleteBoardsDialog } from "./delete-boards-dialog.tsx";
import { LabelsDialog } from "./labels-dialog.tsx";
import { SyncChosenButtons } from "./sync-chosen-buttons.tsx";
import { syncBoards } from "./sync-each.ts";

/** What a table of boards does with those that are chosen. */
export function chosenBoardActions(chosen: BoardRow[]) {
  return <ChosenBoardActions boards={chosen} />;
}

function ChosenBoardActions({ boards }: { boards: BoardRow[] }) {
  const [asked, setAsked] = useState<"labels" | "delete" | null>(null);
  return (
    <>
      <SyncChosenButtons
        whom="the agents of these boards"
        except="; those of paused boards are skipped"
        disabled={!boards.some(({ agents }) => agents > 0)}
        sync={(options) => syncBoards(boards, options)}
      />
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
