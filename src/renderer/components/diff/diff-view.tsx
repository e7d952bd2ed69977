import { useMemo, useState } from "react";
import { Button } from "../button.tsx";
import { cx } from "../cx.ts";
import { ScrollRegion } from "../scroll-region.tsx";
import { countDiff, type DiffLine, pairLines, parseDiff } from "./parse-diff.ts";

export type DiffViewProps = {
  /** A unified diff of one file. */
  diff: string;
  fileName: string;
  /** Whose file it is, on a screen that shows those of several agents. */
  agentName?: string;
  /** The names of the two sides: "Gateway version", "Template version". */
  from: string;
  to: string;
  /** Starts in the side-by-side view. */
  startsSplit?: boolean;
};

const marks = { added: "+", removed: "-", context: " " } as const;
const tints = { added: "bg-ok-soft", removed: "bg-danger-soft", context: "", hunk: "bg-sunken text-faint" };

/** The differences between two versions of a file, unified or side by side. */
export function DiffView({ diff, fileName, agentName, from, to, startsSplit = false }: DiffViewProps) {
  const [isSplit, setIsSplit] = useState(startsSplit);
  const lines = useMemo(() => parseDiff(diff), [diff]);
  const { added, removed } = countDiff(lines);
  const what = agentName === undefined ? fileName : `${fileName} of ${agentName}`;
  return (
    <figure className="overflow-hidden rounded-lg border border-line">
      <figcaption className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-sunken px-3 py-1.5 text-xs">
        <code className="font-semibold text-ink">{fileName}</code>
        <span className="tabular text-ok">+{added}</span>
        <span className="tabular text-danger">-{removed}</span>
        <span className="text-muted">
          {from} → {to}
        </span>
        <Button
          size="sm"
          variant="ghost"
          aria-pressed={isSplit}
          onClick={() => setIsSplit(!isSplit)}
          className="ml-auto"
        >
          Side by side
        </Button>
      </figcaption>
      <ScrollRegion aria-label={`Differences in ${what}`} className="max-h-[60vh] overflow-auto bg-surface text-xs">
        <table className="w-full border-collapse font-mono leading-5">
          <tbody>{isSplit ? <SplitRows lines={lines} /> : <UnifiedRows lines={lines} />}</tbody>
        </table>
      </ScrollRegion>
    </figure>
  );
}

function UnifiedRows({ lines }: { lines: DiffLine[] }) {
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of a diff never move
    <tr key={index} className={tints[line.kind]}>
      {line.kind === "hunk" ? (
        <td colSpan={3} className="px-3 py-0.5">
          {line.text}
        </td>
      ) : (
        <>
          <LineNumber value={line.oldNumber} />
          <LineNumber value={line.newNumber} />
          <LineText line={line} />
        </>
      )}
    </tr>
  ));
}

function SplitRows({ lines }: { lines: DiffLine[] }) {
  const pairs = useMemo(() => pairLines(lines), [lines]);
  return pairs.map(({ left, right }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of a diff never move
    <tr key={index} className={left?.kind === "hunk" ? tints.hunk : ""}>
      {left?.kind === "hunk" ? (
        <td colSpan={4} className="px-3 py-0.5">
          {left.text}
        </td>
      ) : (
        <>
          <Side line={left} side="old" />
          <Side line={right} side="new" />
        </>
      )}
    </tr>
  ));
}

function Side({ line, side }: { line: DiffLine | null; side: "old" | "new" }) {
  if (!line || line.kind === "hunk") {
    return (
      <>
        <LineNumber value={null} />
        <td className="w-1/2 bg-sunken" />
      </>
    );
  }
  return (
    <>
      <LineNumber value={side === "old" ? line.oldNumber : line.newNumber} />
      <LineText line={line} className={cx("w-1/2", tints[line.kind])} />
    </>
  );
}

function LineNumber({ value }: { value: number | null }) {
  return <td className="w-10 select-none px-2 text-right align-top text-faint tabular-nums">{value}</td>;
}

function LineText({ line, className }: { line: Exclude<DiffLine, { kind: "hunk" }>; className?: string }) {
  return (
    <td className={cx("whitespace-pre-wrap break-words px-2 align-top", className)}>
      <span aria-hidden="true" className="select-none text-faint">
        {marks[line.kind]}{" "}
      </span>
      {line.kind !== "context" && <span className="sr-only">{line.kind}: </span>}
      {line.text}
    </td>
  );
}
