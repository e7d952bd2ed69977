import { createContext, type KeyboardEvent, type ReactNode, use, useMemo, useRef, useState } from "react";
import { plural } from "../../time/format-time.ts";
import type { Column } from "../table/column.ts";
import { rangeOf } from "./range-of.ts";

/** What can be chosen in a list. */
export type Selectable = { id: string; name: string };

type Choice = {
  chosen: ReadonlySet<string>;
  /** @param isRange whether all rows since the last one that was chosen get the same state */
  toggle: (id: string, isRange: boolean) => void;
  chooseAll: () => void;
  chooseNone: () => void;
  shownIds: readonly string[];
};

const noChoice: Choice = {
  chosen: new Set(),
  toggle: () => {},
  chooseAll: () => {},
  chooseNone: () => {},
  shownIds: [],
};

/** The boxes read it themselves, so that a tick renders one box and not every row. */
const ChoiceContext = createContext<Choice>(noChoice);

export type Selection<Row> = {
  /** Those chosen that the filters show: only they are acted on. */
  chosen: Row[];
  /** How many are chosen and hidden by the filters. They are chosen again once the filters show them. */
  hidden: number;
  shown: number;
  chooseAll: () => void;
  chooseNone: () => void;
  choice: Choice;
  /** For the table: tells the order on screen, which ranges follow. */
  onOrder: (rows: readonly Row[]) => void;
};

/** The rows that are ticked in a list. @param all every row, also those that filters hide; @param shown those on screen */
export function useSelection<Row extends Selectable>(all: readonly Row[], shown: readonly Row[]): Selection<Row> {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const order = useRef<readonly string[]>([]);
  const anchor = useRef<string | null>(null);
  const choice = useMemo<Choice>(() => {
    const shownIds = shown.map(({ id }) => id);
    return {
      chosen,
      shownIds,
      toggle(id, isRange) {
        const isOn = !chosen.has(id);
        const ids = isRange ? rangeOf(order.current, anchor.current, id) : [id];
        anchor.current = id;
        const next = new Set(chosen);
        for (const each of ids) {
          if (isOn) next.add(each);
          else next.delete(each);
        }
        setChosen(next);
      },
      chooseAll: () => setChosen(new Set([...chosen, ...shownIds])),
      chooseNone: () => setChosen(new Set()),
    };
  }, [chosen, shown]);
  const [onOrder] = useState(() => (rows: readonly Row[]) => {
    order.current = rows.map(({ id }) => id);
  });
  const here = shown.filter(({ id }) => chosen.has(id));
  const hidden = all.filter(({ id }) => chosen.has(id)).length - here.length;
  const { chooseAll, chooseNone } = choice;
  return { chosen: here, hidden, shown: shown.length, chooseAll, chooseNone, choice, onOrder };
}

export function SelectionProvider<Row>({ selection, children }: { selection: Selection<Row>; children: ReactNode }) {
  return <ChoiceContext value={selection.choice}>{children}</ChoiceContext>;
}

const boxClass = "relative z-1 block size-3.5 cursor-pointer accent-accent-solid";

function RowBox({ id, name }: Selectable) {
  const { chosen, toggle, chooseAll, chooseNone } = use(ChoiceContext);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const { key, shiftKey } = event;
    if (key === "ArrowDown" || key === "ArrowUp") focusNext(event, key === "ArrowDown", shiftKey);
    else if (key === "a" && (event.ctrlKey || event.metaKey)) chooseAll();
    else if (key === "Escape" && chosen.size > 0) chooseNone();
    else return;
    event.preventDefault();
  };
  return (
    <input
      type="checkbox"
      aria-label={`Choose ${name}`}
      checked={chosen.has(id)}
      // Shift would select the text between two clicks.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onChange={({ nativeEvent }) => toggle(id, "shiftKey" in nativeEvent && nativeEvent.shiftKey === true)}
      onKeyDown={onKeyDown}
      className={boxClass}
    />
  );
}

/** Moves on to the box of the next row; with Shift, that row becomes chosen. */
function focusNext({ currentTarget }: KeyboardEvent<HTMLInputElement>, isDown: boolean, choosesIt: boolean): void {
  const row = currentTarget.closest("tr");
  const next = isDown ? row?.nextElementSibling : row?.previousElementSibling;
  const box = next?.querySelector<HTMLInputElement>('input[type="checkbox"]');
  if (!box) return;
  box.focus();
  box.scrollIntoView({ block: "nearest" });
  if (choosesIt && !box.checked) box.click();
}

function HeadBox() {
  const { chosen, chooseAll, chooseNone, shownIds } = use(ChoiceContext);
  const count = shownIds.filter((id) => chosen.has(id)).length;
  const isAll = count > 0 && count === shownIds.length;
  return (
    <input
      type="checkbox"
      aria-label={`Choose all ${plural(shownIds.length, "row")}`}
      checked={isAll}
      ref={(box) => {
        if (box) box.indeterminate = count > 0 && !isAll;
      }}
      onChange={isAll ? chooseNone : chooseAll}
      className={boxClass}
    />
  );
}

/** The column of boxes. The same for every list, so that its columns stay the same between renders. */
const column: Column<Selectable> = {
  key: "choice",
  header: "Choose",
  hideHeader: true,
  head: <HeadBox />,
  widthPx: 36,
  cell: ({ id, name }) => <RowBox id={id} name={name} />,
};

/** These columns after a column of boxes. */
export function withSelection<Row extends Selectable>(columns: Column<Row>[]): Column<Row>[] {
  return [column, ...columns];
}
