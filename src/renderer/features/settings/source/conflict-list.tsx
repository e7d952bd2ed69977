import { useQuery } from "@tanstack/react-query";
import type { ConflictChoice, MirrorConflict } from "../../../../shared/mirror-push.ts";
import { wholeRow } from "../../../../shared/mirror-push.ts";
import { client, orpc } from "../../../api/client.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { Notice } from "../../../components/notice.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { plural } from "../../../time/format-time.ts";
import { kindOfRow } from "./table-names.ts";

/** What was changed here and in Mission Control: both versions, and a choice. */
export function ConflictList({ count, isWrittenBack }: { count: number; isWrittenBack: boolean }) {
  const conflicts = useQuery(orpc.mirror.conflicts.queryOptions());
  return (
    <section aria-label="Conflicts" className="flex flex-col gap-2">
      <Notice tone="warn" title={`${plural(count, "value")} changed here and in Mission Control`}>
        Both versions are kept until you choose one.{" "}
        {isWrittenBack
          ? "The choice is carried out by the next write-back."
          : "Nothing is written back now, so a choice waits until write-back is on."}
      </Notice>
      <Loaded query={conflicts} what="conflicts">
        {(list) => (
          <ul className="flex flex-col rounded-md border border-line">
            {list.map((conflict) => (
              <ConflictItem key={`${conflict.table} ${conflict.id} ${conflict.column}`} conflict={conflict} />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

function ConflictItem({ conflict }: { conflict: MirrorConflict }) {
  const { table, id, name, column, ours, theirs, choice } = conflict;
  const { isBusy, error, submit } = useSubmit();
  const what = column === wholeRow ? "the whole row" : column;
  const about = `${what} of ${name || id}`;
  const choose = (chosen: ConflictChoice) =>
    void submit(() => client.mirror.resolve({ conflicts: [{ table, id, column, ours, theirs }], choice: chosen }));
  return (
    <li className="flex flex-col gap-2 border-line border-b px-3 py-2.5 last:border-b-0">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-faint">{kindOfRow(table)}</span>
        <span className="min-w-0 break-words font-medium">{name || id.slice(0, 8)}</span>
        <code className="text-xs">{what}</code>
        {choice && <Badge tone="accent">{choice === "ours" ? "Ours chosen" : "Mission Control's chosen"}</Badge>}
      </p>
      <div className="grid grid-cols-2 gap-2 max-sm:grid-cols-1">
        <Version title="Here" value={ours} isGone={column === wholeRow} />
        <Version title="Mission Control" value={theirs} isGone={column === wholeRow} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" busy={isBusy} aria-label={`Keep ours: ${about}`} onClick={() => choose("ours")}>
          Keep ours
        </Button>
        <Button
          size="sm"
          busy={isBusy}
          aria-label={`Take Mission Control's: ${about}`}
          onClick={() => choose("theirs")}
        >
          Take Mission Control's
        </Button>
      </div>
      <SubmitError error={error} />
    </li>
  );
}

function Version({ title, value, isGone }: { title: string; value: string | null; isGone: boolean }) {
  return (
    <div className="min-w-0 rounded-md bg-sunken px-2.5 py-1.5">
      <p className="text-faint text-xs">{title}</p>
      <p className="max-h-32 overflow-y-auto whitespace-pre-wrap break-words text-xs">
        {value ?? <span className="text-faint">{isGone ? "Deleted" : "Empty"}</span>}
      </p>
    </div>
  );
}
