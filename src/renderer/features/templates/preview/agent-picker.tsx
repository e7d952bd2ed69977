import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronsUpDown } from "lucide-react";
import { useId, useMemo, useState } from "react";
import type { AgentRow } from "../../../../shared/views.ts";
import { Badge } from "../../../components/badge.tsx";
import { cx } from "../../../components/cx.ts";
import { control } from "../../../components/field.tsx";
import { findAgents, mostFound } from "./find-agents.ts";

export type AgentPickerProps = { agents: AgentRow[]; agent: AgentRow; onChoose: (agent: AgentRow) => void };

/** A search field that finds one agent among any number. */
export function AgentPicker({ agents, agent, onChoose }: AgentPickerProps) {
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const found = useMemo(() => findAgents(agents, text ?? ""), [agents, text]);
  return (
    <Combobox.Root
      items={found}
      filteredItems={found}
      filter={null}
      value={agent}
      itemToStringLabel={labelOf}
      isItemEqualToValue={(one, other) => one.id === other.id}
      inputValue={text ?? labelOf(agent)}
      onInputValueChange={(typed, { reason }) => setText(reason === "input-change" ? typed : null)}
      onOpenChange={(isOpen) => !isOpen && setText(null)}
      onValueChange={(chosen) => chosen && onChoose(chosen)}
      autoHighlight
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <label htmlFor={id} className="font-medium text-xs">
          Rendered for
        </label>
        <span className="relative inline-flex w-96 max-w-full">
          <Combobox.Input
            id={id}
            data-search=""
            placeholder="Name, board or id of an agent"
            onFocus={(event) => event.currentTarget.select()}
            className={cx(control, "h-8 pr-8")}
          />
          <Combobox.Trigger
            aria-label="Show agents"
            className="absolute top-1 right-1 grid size-6 cursor-pointer place-items-center rounded text-faint hover:text-ink"
          >
            <ChevronsUpDown size={14} aria-hidden="true" />
          </Combobox.Trigger>
        </span>
      </div>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} align="start" className="z-50">
          <Combobox.Popup className="w-(--anchor-width) min-w-96 overflow-hidden rounded-lg border border-line bg-raised shadow-high">
            <Combobox.Empty>
              <p className="px-3 py-4 text-center text-muted empty:hidden">No agent matches.</p>
            </Combobox.Empty>
            <Combobox.List className="max-h-80 overflow-y-auto p-1">
              {(item: AgentRow) => <Choice key={item.id} agent={item} />}
            </Combobox.List>
            {found.length === mostFound && (
              <p className="border-line border-t bg-sunken px-3 py-1.5 text-faint text-xs">
                The first {mostFound} are shown. Type to find others.
              </p>
            )}
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

function labelOf({ name, boardName, gatewayName }: AgentRow): string {
  return `${name} · ${boardName ?? gatewayName}`;
}

function Choice({ agent }: { agent: AgentRow }) {
  return (
    <Combobox.Item
      value={agent}
      className="flex h-8 cursor-pointer select-none items-center gap-2 rounded-md px-2 outline-none data-highlighted:bg-hover"
    >
      <span className="grid w-4 place-items-center">
        <Combobox.ItemIndicator>
          <Check size={13} aria-hidden="true" />
        </Combobox.ItemIndicator>
      </span>
      <span className="truncate font-medium">{agent.name}</span>
      {agent.isBoardLead && <Badge tone="accent">Lead</Badge>}
      {agent.isMain && <Badge>Main agent</Badge>}
      <span className="ml-auto max-w-[45%] truncate text-faint text-xs">{agent.boardName ?? agent.gatewayName}</span>
    </Combobox.Item>
  );
}
