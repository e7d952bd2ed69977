import type { SyncOptions } from "../../../shared/sync-options.ts";
import { Notice } from "../../components/notice.tsx";

export type RunNotesProps = { notes: string[] | undefined; options: Pick<SyncOptions, "restore"> };

/** Where a run or a plan deviates from the records on purpose, or what an undo leaves; no action is needed. */
export function RunNotes({ notes = [], options }: RunNotesProps) {
  return notes.map((note) => (
    <Notice key={note} tone="info" title={options.restore ? "Earlier versions" : "Differs from the records"}>
      {note}
    </Notice>
  ));
}
