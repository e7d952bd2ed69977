import { Notice } from "../../components/notice.tsx";

/** What a run or a plan does otherwise than the records ask for; nothing to put right. */
export function RunNotes({ notes = [] }: { notes: string[] | undefined }) {
  return notes.map((note) => (
    <Notice key={note} tone="info" title="Not written as the records say">
      {note}
    </Notice>
  ));
}
