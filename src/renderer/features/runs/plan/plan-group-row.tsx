import { memo } from "react";
import type { PlannedAgent } from "../../../../shared/plan.ts";
import { ownValuesLine } from "../../../../shared/plan-groups.ts";
import { isWritten } from "../../../../shared/plan-work.ts";
import { Badge } from "../../../components/badge.tsx";
import { cx } from "../../../components/cx.ts";
import { FoldMark } from "../../../components/fold-button.tsx";
import { Link } from "../../../router/link.tsx";
import { plural } from "../../../time/format-time.ts";
import { KeepButton } from "./keep-button.tsx";
import { keptState } from "./plan-choices.ts";
import { PlanDiff } from "./plan-diff.tsx";
import type { GroupMember, ShownGroup } from "./plan-rows.ts";
import { actionLooks } from "./plan-sentences.ts";
import type { Ticks } from "./plan-ticks.ts";
import { TickBox } from "./tick-box.tsx";

export type PlanGroupRowProps = {
  group: ShownGroup;
  rowKey: string;
  ticked: "all" | "some" | "none";
  isOpen: boolean;
  runId: string;
  keeps: Ticks;
  onKeep: (members: GroupMember[], isKept: boolean) => void;
  onTick: (members: GroupMember[], isOn: boolean) => void;
  onOpen: (key: string) => void;
};

/** Files with the same change: what it is and for how many agents, a tick for all, and the diff that is true for each of them. */
export const PlanGroupRow = memo(function PlanGroupRow(props: PlanGroupRowProps) {
  const { group, rowKey, ticked, isOpen, runId, keeps, onTick, onKeep, onOpen } = props;
  const { fileName, action, reason, members, own } = group;
  const [first] = members;
  const who = members.length === 1 ? (first?.agent.agentName ?? "") : plural(members.length, "agent");
  const isMany = members.length > 1;
  const hasDiff = isWritten(action);
  const { label } = actionLooks[action];
  const note = isMany ? ownValuesLine(own) : "";
  return (
    <>
      <div className="flex items-center gap-3 bg-sunken px-4">
        <TickBox
          label={`${fileName} of ${who}`}
          state={ticked}
          disabled={!hasDiff}
          onChange={(isOn) => onTick(members, isOn)}
        />
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={`${fileName} of ${who}: ${label.toLowerCase()}, ${reason}`}
          onClick={() => onOpen(rowKey)}
          className="flex min-h-9 min-w-0 flex-1 cursor-pointer flex-wrap items-center gap-x-2 rounded-sm py-1 text-left"
        >
          <GroupFacts group={group} who={who} isOpen={isOpen} canOpen={hasDiff || isMany} />
        </button>
        <KeepButton
          what={`${fileName} of ${who}`}
          state={keptState(keeps, members)}
          onChange={(isKept) => onKeep(members, isKept)}
        />
      </div>
      {isOpen && hasDiff && first && (
        <>
          {note !== "" && <p className="px-4 pt-2 pl-10 text-muted text-xs">{note}</p>}
          <PlanDiff runId={runId} agentId={first.agent.agentId} file={first.file} ofGroup={isMany} />
        </>
      )}
    </>
  );
});

type GroupFactsProps = { group: ShownGroup; who: string; isOpen: boolean; canOpen: boolean };

function GroupFacts({ group, who, isOpen, canOpen }: GroupFactsProps) {
  const { fileName, action, reason, lines, members } = group;
  const { label, tone } = actionLooks[action];
  return (
    <>
      <FoldMark isOpen={isOpen} className={canOpen ? "" : "invisible"} />
      <code className="min-w-36 max-w-full break-all">{fileName}</code>
      <span className="w-22 shrink-0">
        <Badge tone={tone}>{label}</Badge>
      </span>
      <span className="tabular min-w-0 max-w-full truncate font-semibold" title={who}>
        {who}
      </span>
      {lines && (
        <span className={cx("tabular shrink-0 text-xs", members.length === 1 && "text-muted")}>
          <ChangedLines {...lines} isSame={members.length > 1} />
        </span>
      )}
      <span title={reason} className="min-w-0 break-words text-muted">
        {reason}
      </span>
    </>
  );
}

/** "the same 1 line" where lines are replaced one by one; otherwise what is added and removed. */
function ChangedLines({ removed, added, isSame }: { removed: number; added: number; isSame: boolean }) {
  const same = isSame ? "the same " : "";
  if (removed + added === 0) return `${same}token only`;
  if (removed === added) return `${same}${plural(added, "line")}`;
  return (
    <>
      {same}
      <span className="text-ok">+{added.toLocaleString("en")}</span>{" "}
      <span className="text-danger">-{removed.toLocaleString("en")}</span>
    </>
  );
}

export type PlanMemberRowProps = GroupMember & {
  isTicked: boolean;
  boardName: string | null;
  keeps: Ticks;
  onKeep: (members: GroupMember[], isKept: boolean) => void;
  onTick: (agent: PlannedAgent, name: string, isOn: boolean) => void;
};

/** One agent of an opened group. */
export const PlanMemberRow = memo(function PlanMemberRow(props: PlanMemberRowProps) {
  const { agent, file, isTicked, boardName, keeps, onKeep, onTick } = props;
  const { agentId, agentName, isMain } = agent;
  return (
    <div className="flex min-h-9 items-center gap-3 py-1 pr-4 pl-10 hover:bg-hover">
      <TickBox
        label={`${file.name} of ${agentName}`}
        state={isTicked ? "all" : "none"}
        disabled={!isWritten(file.action)}
        onChange={(isOn) => onTick(agent, file.name, isOn)}
      />
      <Link to={`/agents/${agentId}`} plain title={agentName} className="min-w-0 truncate">
        {agentName}
      </Link>
      <span title={boardName ?? undefined} className="min-w-0 truncate text-faint text-xs">
        {isMain ? "Main agent" : boardName}
      </span>
      <span className="ml-auto">
        <KeepButton
          what={`${file.name} of ${agentName}`}
          state={keptState(keeps, [{ agent, file }])}
          onChange={(isKept) => onKeep([{ agent, file }], isKept)}
        />
      </span>
    </div>
  );
});
