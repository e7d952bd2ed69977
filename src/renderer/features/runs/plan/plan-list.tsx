import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { PlannedAgent } from "../../../../shared/plan.ts";
import { ScrollRegion } from "../../../components/scroll-region.tsx";
import { PlanAgentRow } from "./plan-agent-row.tsx";
import { PlanFileRow } from "./plan-file-row.tsx";
import { PlanGroupRow, PlanMemberRow } from "./plan-group-row.tsx";
import type { GroupMember, PlanRow } from "./plan-rows.ts";
import { groupState, type Ticks, tickState } from "./plan-ticks.ts";

export type PlanListProps = {
  rows: PlanRow[];
  ticks: Ticks;
  /** The files of which the gateway version is kept. */
  keeps: Ticks;
  /** The keys of rows that are opened. */
  opened: ReadonlySet<string>;
  onOpen: (key: string) => void;
  /** The run that made the plan and keeps its diffs. */
  runId: string;
  boardNames: Map<string, string>;
  onAgent: (agent: PlannedAgent, isOn: boolean) => void;
  onFile: (agent: PlannedAgent, name: string, isOn: boolean) => void;
  onGroup: (members: GroupMember[], isOn: boolean) => void;
  onKeep: (members: GroupMember[], isKept: boolean) => void;
};

const rowHeightPx = 36;

/** A list of any number of agents with their files that renders only the visible rows. A file opens its diff below it. */
export function PlanList({ rows, ...row }: PlanListProps) {
  const scroller = useRef<HTMLElement>(null);
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
          const shown = rows[index];
          if (!shown) return null;
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
              <Row {...row} row={shown} />
            </li>
          );
        })}
      </ul>
    </ScrollRegion>
  );
}

function Row(props: Omit<PlanListProps, "rows"> & { row: PlanRow }) {
  const { row, ticks, keeps, opened, runId, boardNames, onAgent, onFile, onGroup, onKeep, onOpen } = props;
  const isOpen = opened.has(row.key);
  if (row.kind === "group") {
    const { group, key } = row;
    return (
      <PlanGroupRow
        group={group}
        rowKey={key}
        ticked={groupState(ticks, group.members)}
        isOpen={isOpen}
        runId={runId}
        keeps={keeps}
        onKeep={onKeep}
        onTick={onGroup}
        onOpen={onOpen}
      />
    );
  }
  const { agent } = row;
  const boardName = boardNames.get(agent.boardId ?? "") ?? null;
  if (row.kind === "agent") {
    return <PlanAgentRow agent={agent} ticked={tickState(ticks, agent)} boardName={boardName} onTick={onAgent} />;
  }
  const isTicked = ticks.get(agent.agentId)?.has(row.file.name) ?? false;
  const ofFile = { agent, file: row.file, isTicked, keeps, onTick: onFile, onKeep };
  if (row.kind === "member") return <PlanMemberRow {...ofFile} boardName={boardName} />;
  return <PlanFileRow {...ofFile} isOpen={isOpen} runId={runId} onOpen={onOpen} />;
}
