import { memo } from "react";
import { describeMove } from "../../../../shared/describe-move.ts";
import type { PlannedAgent } from "../../../../shared/plan.ts";
import { hasWork, isWholeOnly } from "../../../../shared/plan-work.ts";
import { syncChoices } from "../../../../shared/sync-options.ts";
import { Badge } from "../../../components/badge.tsx";
import { outcomeLooks } from "../../../components/outcome-badge.tsx";
import { Link } from "../../../router/link.tsx";
import { plural } from "../../../time/format-time.ts";
import { actionLooks } from "./plan-sentences.ts";
import { ownSteps } from "./plan-ticks.ts";
import { TickBox } from "./tick-box.tsx";

export type PlanAgentRowProps = {
  agent: PlannedAgent;
  ticked: "all" | "some" | "none";
  boardName: string | null;
  onTick: (agent: PlannedAgent, isOn: boolean) => void;
};

/** An agent of a plan: the changes of the agent itself, and a tick for the whole agent. */
export const PlanAgentRow = memo(function PlanAgentRow({ agent, ticked, boardName, onTick }: PlanAgentRowProps) {
  const { agentId, agentName, isMain, blocked, unchanged, token, move, skip } = agent;
  const undoneLook = skip ? outcomeLooks.skipped : actionLooks.blocked;
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 bg-sunken px-4 py-1">
      <TickBox
        label={`All of ${agentName}`}
        state={ticked}
        disabled={!hasWork(agent)}
        onChange={(isOn) => onTick(agent, isOn)}
      />
      <Link to={`/agents/${agentId}`} plain title={agentName} className="max-w-full truncate font-semibold">
        {agentName}
      </Link>
      <span title={boardName ?? undefined} className="max-w-full truncate text-faint text-xs">
        {isMain ? "Main agent" : boardName}
      </span>
      {ownSteps(agent).map((step) => (
        <Badge
          key={step}
          tone="violet"
          title={
            isWholeOnly(agent)
              ? "This agent can only be applied with all its files"
              : "Applied with anything ticked for this agent"
          }
        >
          {step}
        </Badge>
      ))}
      {token === "mismatched" && (
        <Badge
          tone="warn"
          title={`Its token does not match the record; plan with ${syncChoices.rotateTokens.label} to give it a new one`}
        >
          Token unchanged
        </Badge>
      )}
      {move?.isRefused && <Badge tone="danger">Keeps its workspace</Badge>}
      {blocked !== null && <Badge tone={undoneLook.tone}>{undoneLook.label}</Badge>}
      <span className="tabular ml-auto shrink-0 text-faint text-xs">
        {unchanged > 0 && `${plural(unchanged, "file")} unchanged`}
      </span>
      {move && <Detail text={describeMove(move)} />}
      {blocked !== null && <Detail text={blocked} />}
    </div>
  );
});

/** What says where an agent moves, or why it is blocked: on a line of its own, never cut. */
function Detail({ text }: { text: string }) {
  return <span className="min-w-0 basis-full select-text break-words pl-6 text-muted">{text}</span>;
}
