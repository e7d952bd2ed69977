import { createContext, type ReactNode, use, useMemo, useState } from "react";
import type { AgentRow } from "../../../shared/views.ts";
import type { Column } from "../table/column.ts";

type Choice = { chosen: ReadonlySet<string>; toggle: (id: string) => void };

/** The boxes read it themselves, so that a tick renders one box and not every row. */
const ChoiceContext = createContext<Choice>({ chosen: new Set(), toggle: () => {} });

/** The agents that are ticked in a table. */
export function useChoice() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choice = useMemo<Choice>(
    () => ({
      chosen,
      toggle: (id) =>
        setChosen((before) =>
          before.has(id) ? new Set([...before].filter((other) => other !== id)) : new Set([...before, id]),
        ),
    }),
    [chosen],
  );
  return { choice, choose: (ids: string[]) => setChosen(new Set(ids)) };
}

export function ChoiceProvider({ choice, children }: { choice: Choice; children: ReactNode }) {
  return <ChoiceContext value={choice}>{children}</ChoiceContext>;
}

function ChoiceBox({ id, name }: { id: string; name: string }) {
  const { chosen, toggle } = use(ChoiceContext);
  return (
    <input
      type="checkbox"
      aria-label={`Choose ${name}`}
      checked={chosen.has(id)}
      onChange={() => toggle(id)}
      className="relative z-1 block size-3.5 cursor-pointer accent-accent-solid"
    />
  );
}

export const choiceColumn: Column<AgentRow> = {
  key: "choice",
  header: "Choose",
  hideHeader: true,
  widthPx: 36,
  cell: ({ id, name }) => <ChoiceBox id={id} name={name} />,
};
