import { memo } from "react";
import type { PlannedAgent, PlannedFile } from "../../../../shared/plan.ts";
import { isWholeOnly, isWritten } from "../../../../shared/plan-work.ts";
import { Badge } from "../../../components/badge.tsx";
import { cx } from "../../../components/cx.ts";
import { FoldMark } from "../../../components/fold-button.tsx";
import { KeepButton } from "./keep-button.tsx";
import { keptState } from "./plan-choices.ts";
import { PlanDiff } from "./plan-diff.tsx";
import type { GroupMember } from "./plan-rows.ts";
import { actionLooks } from "./plan-sentences.ts";
import type { Ticks } from "./plan-ticks.ts";
import { TickBox } from "./tick-box.tsx";

export type PlanFileRowProps = {
  agent: PlannedAgent;
  file: PlannedFile;
  isTicked: boolean;
  isOpen: boolean;
  runId: string;
  keeps: Ticks;
  onTick: (agent: PlannedAgent, name: string, isOn: boolean) => void;
  onKeep: (members: GroupMember[], isKept: boolean) => void;
  onOpen: (key: string) => void;
};

/** A file of a plan: its change with the reason, a tick, and its diff on demand. */
export const PlanFileRow = memo(function PlanFileRow(props: PlanFileRowProps) {
  const { agent, file, isTicked, isOpen, runId, keeps, onTick, onKeep, onOpen } = props;
  const { name, action, reason } = file;
  const { label, tone } = actionLooks[action];
  const hasDiff = isWritten(action);
  const content = (
    <>
      <FoldMark isOpen={isOpen} className={hasDiff ? "" : "invisible"} />
      <code className="min-w-36 max-w-full break-all">{name}</code>
      <span className="w-22 shrink-0">
        <Badge tone={tone}>{label}</Badge>
      </span>
      <span title={reason} className="min-w-0 break-words text-muted">
        {reason}
      </span>
    </>
  );
  const look = "flex min-h-9 min-w-0 flex-1 flex-wrap items-center gap-x-2 py-1 text-left";
  return (
    <>
      <div className="flex items-center gap-3 pr-4 pl-10 hover:bg-hover">
        <TickBox
          label={`${name} of ${agent.agentName}`}
          state={isTicked ? "all" : "none"}
          disabled={!hasDiff}
          title={isWholeOnly(agent) ? "Ticked with its agent, which can only be applied with all its files" : undefined}
          onChange={(isOn) => onTick(agent, name, isOn)}
        />
        {hasDiff ? (
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={`Differences in ${name} of ${agent.agentName}: ${label.toLowerCase()}, ${reason}`}
            onClick={() => onOpen(`${agent.agentId} ${name}`)}
            className={cx(look, "cursor-pointer rounded-sm")}
          >
            {content}
          </button>
        ) : (
          <span className={look}>{content}</span>
        )}
        <KeepButton
          what={`${name} of ${agent.agentName}`}
          state={keptState(keeps, [{ agent, file }])}
          onChange={(isKept) => onKeep([{ agent, file }], isKept)}
        />
      </div>
      {isOpen && <PlanDiff runId={runId} agentId={agent.agentId} file={file} />}
    </>
  );
});
