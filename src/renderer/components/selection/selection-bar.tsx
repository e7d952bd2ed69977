import type { ReactNode } from "react";
import { plural } from "../../time/format-time.ts";
import { Button } from "../button.tsx";
import type { Selection } from "./use-selection.tsx";

export type SelectionBarProps<Row> = {
  /** What is chosen, in the singular: "agent". */
  noun: string;
  selection: Selection<Row>;
  /** What can be done with those that are chosen. */
  actions: (chosen: Row[]) => ReactNode;
};

/** How many rows are chosen, and what can be done with them; only while there are any. */
export function SelectionBar<Row>({ noun, selection, actions }: SelectionBarProps<Row>) {
  const { chosen, hidden, shown, chooseAll, chooseNone } = selection;
  if (chosen.length + hidden === 0) return null;
  return (
    <section
      aria-label={`Chosen ${noun}s`}
      className="flex flex-wrap items-center gap-2 border-line border-b bg-selected px-4 py-2"
    >
      <span className="tabular mr-1 font-medium" aria-live="polite">
        {plural(chosen.length, noun)} chosen
        {hidden > 0 && (
          <span className="font-normal text-muted"> · {hidden.toLocaleString("en")} more hidden by the filters</span>
        )}
      </span>
      {chosen.length > 0 && actions(chosen)}
      {chosen.length < shown && (
        <Button size="sm" variant="ghost" onClick={chooseAll}>
          Choose all {shown.toLocaleString("en")}
        </Button>
      )}
      <Button size="sm" variant="ghost" onClick={chooseNone}>
        Choose none
      </Button>
    </section>
  );
}
