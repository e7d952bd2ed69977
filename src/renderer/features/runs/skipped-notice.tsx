import { allSkipped } from "../../../shared/all-skipped.ts";
import { Notice } from "../../components/notice.tsx";
import { Link } from "../../router/link.tsx";
import type { RunState } from "../../stores/live-run/run-state.ts";
import { plural } from "../../time/format-time.ts";
import { skippedGroups } from "./skipped-groups.ts";

export type SkippedNoticeProps = { state: RunState; boardNames: Map<string, string> };

/** Says of a run that left out every agent what was skipped and why. */
export function SkippedNotice({ state: { run, agents }, boardNames }: SkippedNoticeProps) {
  if (!allSkipped(run)) return null;
  return (
    <Notice tone="warn" title="Every agent was skipped">
      <ul>
        {skippedGroups(agents).map(({ boardId, reason, count }) => (
          <li key={`${boardId} ${reason}`}>
            {plural(count, "agent")}
            {boardId !== null && boardNames.has(boardId) && (
              <>
                {" of "}
                <Link to={`/boards/${boardId}`}>{boardNames.get(boardId)}</Link>
              </>
            )}
            : {reason}.
          </li>
        ))}
      </ul>
    </Notice>
  );
}
