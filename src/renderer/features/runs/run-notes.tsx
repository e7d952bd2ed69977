import type { SyncOptions } from "../../../shared/sync-options.ts";
import { Notice } from "../../components/notice.tsx";

export type RunNotesProps = { notes: string[] | undefined; options: Pick<SyncOptions, "restore"> };

/** What an operator should know of a run or a plan, such as what an undo leaves; no action is needed. */
export function RunNotes({ notes = [], options }: RunNotesProps) {
  return notes.map((note) => (
    <Notice key={note} tone="info" title={options.restore ? "Earlier versions" : "Note"}>
      {note}
    </Notice>
  ));
}
