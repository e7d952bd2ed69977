import { Notice } from "../../components/notice.tsx";

/** Where a run or a plan deviates from the records on purpose; no action is needed. */
export function RunNotes({ notes = [] }: { notes: string[] | undefined }) {
  return notes.map((note) => (
    <Notice key={note} tone="info" title="Differs from the records">
      {note}
    </Notice>
  ));
}
