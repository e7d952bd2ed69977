import { useState } from "react";
import type { BoardRow } from "../../../shared/views.ts";
import { client } from "../../api/client.ts";
import { Checkbox } from "../../components/checkbox.tsx";
import { DuplicateDialog } from "../../components/duplicate-dialog.tsx";
import { plural } from "../../time/format-time.ts";

export type DuplicateBoardDialogProps = { board: BoardRow; onClose: () => void };

/** Adds a board with the settings of another one, with or without copies of its agents. */
export function DuplicateBoardDialog({ board, onClose }: DuplicateBoardDialogProps) {
  const [withAgents, setWithAgents] = useState(true);
  return (
    <DuplicateDialog
      noun="board"
      original={board.name}
      description="The new board has its settings, template set and variables, on the same gateway. Its chat stays here. Nothing changes on the gateway until the next sync."
      others={withAgents}
      areOthersRight
      duplicate={async (name) => `/boards/${(await client.boards.duplicate({ id: board.id, name, withAgents })).id}`}
      onClose={onClose}
    >
      {() =>
        board.agents > 0 && (
          <Checkbox
            label={`With copies of its ${plural(board.agents, "agent")}`}
            help="Its lead included. Each copy gets an id, a token and files of its own."
            checked={withAgents}
            onChange={setWithAgents}
          />
        )
      }
    </DuplicateDialog>
  );
}
