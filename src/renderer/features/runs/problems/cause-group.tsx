import { CircleAlert, CircleX, KeyRound, type LucideIcon, RotateCcw, UserPlus } from "lucide-react";
import { memo, useId, useMemo, useState } from "react";
import { errorEntry, type Remedy } from "../../../../shared/errors.ts";
import type { RunRow } from "../../../../shared/run-views.ts";
import type { RunError } from "../../../../shared/sync.ts";
import { syncChoices } from "../../../../shared/sync-options.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { CopyButton } from "../../../components/copyable-id.tsx";
import { cx } from "../../../components/cx.ts";
import { FoldButton } from "../../../components/fold-button.tsx";
import { MoreAbout } from "../../../components/more-about.tsx";
import { useBusy } from "../../../components/use-busy.ts";
import { Link } from "../../../router/link.tsx";
import { plural } from "../../../time/format-time.ts";
import { planTakeOver, repairTokens, resetSessions } from "../repair-tokens.ts";
import { agentsFor, commonReason, type ErrorGroup, errorsAsText } from "./group-errors.ts";

export type CauseGroupProps = {
  run: RunRow;
  group: ErrorGroup;
  boardNames: Map<string, string>;
  opensAtFirst: boolean;
};

/** How many problems of one cause are shown at first, and added with each click. */
const pageSize = 25;

/** One cause of problems and what to do about it; it opens to the affected agents. */
export function CauseGroup({ run, group, boardNames, opensAtFirst }: CauseGroupProps) {
  // Until the operator chooses, the first cause is open, even when another becomes first during the run.
  const [choice, setChoice] = useState<boolean | null>(null);
  const isOpen = choice ?? opensAtFirst;
  const [shown, setShown] = useState(pageSize);
  const listId = useId();
  const { severity, code, hint, errors } = group;
  const isError = severity === "error";
  const Icon = isError ? CircleX : CircleAlert;
  const hidden = errors.length - shown;
  return (
    <li className="border-line border-b last:border-b-0">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-2.5">
        <Icon
          size={16}
          aria-label={severity}
          className={cx("mt-0.5 shrink-0", isError ? "text-danger" : "text-warn")}
        />
        <div className="min-w-0 flex-1 basis-72">
          <FoldButton
            isOpen={isOpen}
            aria-controls={listId}
            onClick={() => setChoice(!isOpen)}
            className="gap-1.5 rounded-sm font-semibold"
          >
            {errorEntry(code).title}
            <Badge tone={isError ? "danger" : "warn"}>{errors.length.toLocaleString("en")}</Badge>
          </FoldButton>
          {!isOpen && <Reason errors={errors} />}
          <p className="mt-0.5 pl-5 text-muted">
            {hint} <MoreAbout code={code} />
          </p>
        </div>
        <div className="flex gap-2">
          <RemedyButton run={run} errors={errors} remedy="repair-tokens" />
          <RemedyButton run={run} errors={errors} remedy="reset-sessions" />
          <RemedyButton run={run} errors={errors} remedy="take-over" />
          <CopyButton label="Copy" text={() => errorsAsText(errors, boardNames)} />
        </div>
      </div>
      {isOpen && (
        <div id={listId} className="border-line border-t bg-canvas">
          <ul className="max-h-96 overflow-y-auto">
            {errors.slice(0, shown).map((error, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: problems are only added at the end
              <ErrorLine key={index} error={error} boardNames={boardNames} />
            ))}
          </ul>
          {hidden > 0 && (
            <div className="px-4 py-2 pl-11">
              <Button size="sm" onClick={() => setShown(shown + 10 * pageSize)}>
                Show more ({hidden.toLocaleString("en")} left)
              </Button>
            </div>
          )}
        </div>
      )}
    </li>
  );
}

/** What went wrong, while the list of agents is closed. */
function Reason({ errors }: { errors: RunError[] }) {
  const { message, others } = useMemo(() => commonReason(errors), [errors]);
  return (
    <p className="mt-0.5 select-text break-words pl-5">
      {message}
      {others > 0 && <span className="text-faint"> and {plural(others, "other reason")}</span>}
    </p>
  );
}

const ErrorLine = memo(function ErrorLine(props: { error: RunError; boardNames: Map<string, string> }) {
  const { error, boardNames } = props;
  const { message, agentId, agentName, boardId } = error;
  return (
    <li className="grid grid-cols-[minmax(7rem,11rem)_minmax(7rem,11rem)_minmax(0,1fr)] items-baseline gap-x-4 border-line border-b px-4 py-1.5 pl-11 last:border-b-0 max-lg:grid-cols-1">
      {agentId ? (
        <Link to={`/agents/${agentId}`} aria-label={`Open agent ${agentName}`} className="truncate font-medium">
          {agentName}
        </Link>
      ) : (
        <span className="font-medium">The whole run</span>
      )}
      {boardId ? (
        <Link to={`/boards/${boardId}`} plain className="truncate text-muted">
          {boardNames.get(boardId) ?? boardId}
        </Link>
      ) : (
        <span className="text-faint">{agentId && "Main agent"}</span>
      )}
      <span className="min-w-0 select-text break-words">{message}</span>
    </li>
  );
});

type SyncRemedy = Exclude<Remedy, "plan-again">;

const remedyButtons: Record<SyncRemedy, { icon: LucideIcon; label: string; apply: typeof repairTokens }> = {
  "repair-tokens": { icon: KeyRound, label: `${syncChoices.rotateTokens.label} for these`, apply: repairTokens },
  "reset-sessions": { icon: RotateCcw, label: `${syncChoices.resetSessions.label} of these`, apply: resetSessions },
  "take-over": { icon: UserPlus, label: "Plan to take these over", apply: planTakeOver },
};

/** Syncs the affected agents again, or plans to, with the option that helps; renders nothing for other causes. */
function RemedyButton({ run, errors, remedy }: { run: RunRow; errors: RunError[]; remedy: SyncRemedy }) {
  const [isBusy, whileBusy] = useBusy();
  const agents = useMemo(() => agentsFor(remedy, errors), [remedy, errors]);
  if (agents.length === 0) return null;
  const { icon, label, apply } = remedyButtons[remedy];
  return (
    <Button
      size="sm"
      icon={icon}
      busy={isBusy}
      disabled={run.status === "running"}
      onClick={() => whileBusy(() => apply(run, agents))}
    >
      {label}
    </Button>
  );
}
