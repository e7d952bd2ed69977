import type { Paint } from "./paint.ts";
import { oneLine, wrap } from "./plain.ts";

export type NotesTextOptions = { notes: string[] | undefined; columns: number; paint: Paint };

/** Where a run or a plan differs from what the records ask for. Empty when there is nothing to say. */
export function notesText({ notes = [], columns, paint }: NotesTextOptions): string[] {
  return notes.flatMap((note) => {
    const [first = "", ...rest] = wrap(oneLine(note), { width: columns, firstIndent: "    ", restIndent: "    " });
    return [`  ${paint("cyan", "i")}${first.slice(3)}`, ...rest];
  });
}
