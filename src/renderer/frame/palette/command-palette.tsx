import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { Bot, History, type LucideIcon, RadioTower, Search, SquareKanban, Zap } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useMemo, useState } from "react";
import { plural } from "../../time/format-time.ts";
import type { Entry, EntryKind } from "./entry.ts";
import { findEntries, indexEntries } from "./find-entries.ts";
import { usePaletteEntries } from "./use-palette-entries.ts";

export type CommandPaletteProps = { onClose: () => void; onHelp: () => void };

const kinds: Record<EntryKind, { heading: string; icon: LucideIcon }> = {
  action: { heading: "Actions", icon: Zap },
  gateway: { heading: "Gateways", icon: RadioTower },
  board: { heading: "Boards", icon: SquareKanban },
  run: { heading: "Runs", icon: History },
  agent: { heading: "Agents", icon: Bot },
};

const shownEntries = 40;

/** Finds pages and actions by name, and opens or runs them. Only the best matches are rendered. */
export function CommandPalette({ onClose, onHelp }: CommandPaletteProps) {
  const [query, setQuery] = useState("");
  const deferredQuery = useDeferredValue(query);
  const { entries, isLoading } = usePaletteEntries(onHelp);
  const index = useMemo(() => indexEntries(entries), [entries]);
  const found = useMemo(() => findEntries(index, deferredQuery, shownEntries), [index, deferredQuery]);
  // A choice is valid for the list it was made in; a new list starts with its best match.
  const [picked, setPicked] = useState({ id: "", among: found });
  const selected = picked.among === found ? picked.id : (found[0]?.id ?? "");
  const choose = (entry: Entry) => {
    onClose();
    entry.run();
  };
  // When the operator types faster than the list updates, Enter applies to the typed text, not to the list still shown.
  const enterWhatIsTyped = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing || query === deferredQuery) return;
    event.preventDefault();
    const [best] = findEntries(index, query, 1);
    if (best) choose(best);
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-raised shadow-high outline-none">
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Command
            shouldFilter={false}
            loop
            label="Search and commands"
            value={selected}
            onValueChange={(id) => setPicked({ id, among: found })}
            onKeyDown={enterWhatIsTyped}
          >
            <div className="flex items-center gap-2.5 border-line border-b px-4">
              <Search size={16} aria-hidden="true" className="text-faint" />
              <Command.Input
                value={query}
                onValueChange={setQuery}
                placeholder="Find a gateway, board, agent, run or action"
                className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-faint"
              />
            </div>
            <Command.List label="Results" className="max-h-[52vh] overflow-y-auto p-2">
              <Command.Empty className="px-3 py-8 text-center text-muted">
                {isLoading ? "Loading your fleet…" : `No results for “${query}”.`}
              </Command.Empty>
              <Groups entries={found} onChoose={choose} />
            </Command.List>
          </Command>
          <p className="flex justify-between border-line border-t bg-sunken px-4 py-1.5 text-faint text-xs">
            <span>{plural(entries.length, "entry", "entries")} searched</span>
            <span>Arrow keys to choose, Enter to open, Esc to close</span>
          </p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Groups({ entries, onChoose }: { entries: Entry[]; onChoose: (entry: Entry) => void }) {
  // Groups are in the order of their best match.
  const order = [...new Set(entries.map(({ kind }) => kind))];
  return order.map((kind) => {
    const { heading, icon: Icon } = kinds[kind];
    return (
      <Command.Group
        key={kind}
        heading={heading}
        className="**:[[cmdk-group-heading]]:px-3 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-faint **:[[cmdk-group-heading]]:text-xs"
      >
        {entries
          .filter((entry) => entry.kind === kind)
          .map((entry) => (
            <Command.Item
              key={entry.id}
              value={entry.id}
              onSelect={() => onChoose(entry)}
              className="flex h-9 cursor-pointer items-center gap-3 rounded-md px-3 data-[selected=true]:bg-selected"
            >
              <Icon size={15} aria-hidden="true" className="shrink-0 text-faint" />
              <span className="truncate">{entry.title}</span>
              <span className="ml-auto max-w-[45%] shrink-0 truncate text-faint text-xs">{entry.detail}</span>
            </Command.Item>
          ))}
      </Command.Group>
    );
  });
}
