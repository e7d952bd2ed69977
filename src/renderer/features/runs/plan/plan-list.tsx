import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useRef, useState } from "react";
import type { PlannedAgent } from "../../../../shared/plan.ts";
import { ScrollRegion } from "../../../components/scroll-region.tsx";
import { PlanAgentRow } from "./plan-agent-row.tsx";
import { PlanFileRow } from "./plan-file-row.tsx";
import type { PlanRow } from "./plan-rows.ts";
import { type Ticks, tickState } from "./plan-ticks.ts";

export type PlanListProps = {
  rows: PlanRow[];
  ticks: Ticks;
  /** The run that made the plan and keeps its diffs. */
  runId: string;
  boardNames: Map<string, string>;
  onAgent: (agent: PlannedAgent, isOn: boolean) => void;
  onFile: (agent: PlannedAgent, name: string, isOn: boolean) => void;
};

const rowHeightPx = 36;

/** A list of any number of agents with their files that renders only the visible rows. A file opens its diff below it. */
export function PlanList({ rows, ticks, runId, boardNames, onAgent, onFile }: PlanListProps) {
  const scroller = useRef<HTMLElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const onOpen = useCallback((key: string) => {
    setOpened((now) => (now.has(key) ? new Set([...now].filter((each) => each !== key)) : new Set([...now, key])));
  }, []);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.key ?? index,
    estimateSize: () => rowHeightPx,
    overscan: 8,
    initialRect: { width: 0, height: 600 },
  });
  return (
    <ScrollRegion ref={scroller} aria-label="Agents and files of the plan" className="max-h-[65vh] overflow-auto">
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              className="absolute top-0 left-0 w-full border-line border-b"
              style={{ transform: `translateY(${start}px)` }}
            >
              {row.kind === "agent" ? (
                <PlanAgentRow
                  agent={row.agent}
                  ticked={tickState(ticks, row.agent)}
                  boardName={boardNames.get(row.agent.boardId ?? "") ?? null}
                  onTick={onAgent}
                />
              ) : (
                <PlanFileRow
                  agent={row.agent}
                  file={row.file}
                  isTicked={ticks.get(row.agent.agentId)?.has(row.file.name) ?? false}
                  isOpen={opened.has(row.key)}
                  runId={runId}
                  onTick={onFile}
                  onOpen={onOpen}
                />
              )}
            </li>
          );
        })}
      </ul>
    </ScrollRegion>
  );
}
