import type { BulkItem, BulkReport } from "../../../shared/bulk.ts";
import { Notice } from "../../components/notice.tsx";
import { ScrollRegion } from "../../components/scroll-region.tsx";
import { plural } from "../../time/format-time.ts";

export type ReportListsProps = {
  report: BulkReport;
  noun: "agent" | "board";
  /** What happens to those that are not left out, such as "will be moved". */
  verb: string;
  /** "failed", unless there is a better word. */
  failing?: string | undefined;
};

/** What happens to which record, and which are left out and why. */
export function ReportLists({ report, noun, verb, failing = "failed" }: ReportListsProps) {
  const { done, leftOut, failed } = report;
  return (
    <div className="flex flex-col gap-3">
      {failed.length > 0 && (
        <Notice tone="danger" title={`${plural(failed.length, noun)} ${failing}`} live>
          <Items label="Failed" items={failed} />
        </Notice>
      )}
      {done.length > 0 && (
        <div>
          <p className="mb-1 font-medium">
            {plural(done.length, noun)} {verb}
          </p>
          <Items label={`${plural(done.length, noun)} ${verb}`} items={done} />
        </div>
      )}
      {leftOut.length > 0 && (
        <div>
          <p className="mb-1 font-medium">{plural(leftOut.length, noun)} left out</p>
          <Items label="Left out" items={leftOut} />
        </div>
      )}
    </div>
  );
}

/** More are only counted: a dialog is no list of ten thousand. */
const mostListed = 200;

function Items({ label, items }: { label: string; items: BulkItem[] }) {
  const more = items.length - mostListed;
  return (
    <ScrollRegion
      aria-label={`${label}, scrollable`}
      className="max-h-48 overflow-y-auto rounded-md border border-line bg-sunken px-3 py-2"
    >
      <ul className="flex flex-col gap-0.5 text-xs">
        {items.slice(0, mostListed).map(({ id, name, note }) => (
          <li key={id} className="flex flex-wrap gap-x-2">
            <span className="min-w-0 max-w-full truncate font-medium" title={name}>
              {name}
            </span>
            <span className="min-w-0 break-words text-muted">{note}</span>
          </li>
        ))}
        {more > 0 && <li className="text-muted">and {more.toLocaleString("en")} more</li>}
      </ul>
    </ScrollRegion>
  );
}
