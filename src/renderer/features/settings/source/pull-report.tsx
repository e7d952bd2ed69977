import type { MirrorChange, MirrorPullReport } from "../../../../shared/mirror.ts";
import { stayingSentence } from "../../../../shared/orphans.ts";
import { Badge, type Tone } from "../../../components/badge.tsx";
import { Notice } from "../../../components/notice.tsx";
import { DoubtsNotice } from "../../../components/record-doubts.tsx";
import { Link } from "../../../router/link.tsx";
import { kindOfRow, rowsOf } from "./table-names.ts";

const kinds: Record<MirrorChange["kind"], { label: string; tone: Tone }> = {
  added: { label: "Added", tone: "ok" },
  changed: { label: "Changed", tone: "accent" },
  deleted: { label: "Deleted", tone: "danger" },
  "left-out": { label: "Left out", tone: "warn" },
};

/** What a pull changed: the sums by table, and the rows. */
export function PullReport({ pull }: { pull: MirrorPullReport }) {
  const sums = Object.entries(pull.counts).flatMap(([table, { added, changed, deleted, leftOut }]) => {
    const words: [number, string][] = [
      [added, "added"],
      [changed, "changed"],
      [deleted, "deleted"],
      [leftOut, "left out"],
    ];
    return words.filter(([count]) => count > 0).map(([count, word]) => `${rowsOf(table, count)} ${word}`);
  });
  const total = Object.values(pull.counts).reduce(
    (sum, { added, changed, deleted, leftOut }) => sum + added + changed + deleted + leftOut,
    0,
  );
  const hidden = total - pull.changes.length;
  return (
    <section aria-label="What the last pull changed" className="border-line border-t pt-3">
      <h3 className="font-medium text-xs">What the last pull changed</h3>
      {sums.length === 0 ? (
        <p className="mt-1 text-muted">Nothing: the records were the same.</p>
      ) : (
        <p className="mt-1 text-muted">{sums.join(", ")}.</p>
      )}
      {(pull.staying ?? []).map((agents) => (
        <div key={`${agents.gatewayId} ${agents.isKnown}`} className="mt-2">
          <Notice tone="warn" title={stayingSentence(agents)}>
            Its page lists them <Link to={`/gateways/${agents.gatewayId}`}>without a record</Link>, to adopt or delete.
          </Notice>
        </div>
      ))}
      {pull.doubts && (
        <div className="mt-2">
          <DoubtsNotice doubts={pull.doubts} />
        </div>
      )}
      {pull.changes.length > 0 && (
        <ul className="mt-2 flex max-h-64 flex-col overflow-y-auto rounded-md border border-line">
          {pull.changes.map((change) => (
            <ChangeLine key={`${change.table} ${change.id}`} change={change} />
          ))}
        </ul>
      )}
      {hidden > 0 && <p className="mt-1 text-faint text-xs">and {hidden.toLocaleString("en")} more rows</p>}
    </section>
  );
}

function ChangeLine({ change: { table, id, name, kind, columns, reason } }: { change: MirrorChange }) {
  const { label, tone } = kinds[kind];
  const lost = kind === "deleted" && columns.length > 0 ? `with changes of ours to ${columns.join(", ")}` : "";
  const detail = reason ?? (kind === "changed" ? columns.join(", ") : lost);
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 border-line border-b px-2.5 py-1.5 last:border-b-0">
      <Badge tone={tone}>{label}</Badge>
      <span className="text-faint">{kindOfRow(table)}</span>
      <span title={id} className="min-w-0 break-words font-medium">
        {name || id.slice(0, 8)}
      </span>
      {detail && <span className="min-w-0 break-words text-muted text-xs">{detail}</span>}
    </li>
  );
}
