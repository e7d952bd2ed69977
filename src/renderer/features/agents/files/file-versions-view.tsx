import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import {
  type FileSide,
  type FileVersionRow,
  versionNotes,
  versionSourceWords,
} from "../../../../shared/file-history.ts";
import { orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { cx } from "../../../components/cx.ts";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { Notice } from "../../../components/notice.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { ScrollRegion } from "../../../components/scroll-region.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { Link } from "../../../router/link.tsx";
import { formatBytes } from "../../../time/format-bytes.ts";
import { RestoreVersionButton } from "./restore-version-button.tsx";

const DiffView = lazy(async () => ({ default: (await import("../../../components/diff/diff-view.tsx")).DiffView }));

type FileVersionsProps = { agentId: string; fileName: string };

/** The versions of one of an agent's files: any two, or one and what the gateway has now, side by side. */
export function FileVersions({ agentId, fileName }: FileVersionsProps) {
  const input = { id: agentId, fileName };
  const query = useQuery(orpc.agents.versions.list.queryOptions({ input, staleTime: 0 }));
  return (
    <Loaded
      query={query}
      what="versions"
      isEmpty={(versions) => versions.length === 0}
      empty={
        <EmptyState icon={History} title="No version yet">
          What a sync writes into this file, and what it replaces, will be listed here.
        </EmptyState>
      }
    >
      {(versions) => <ChooseVersions agentId={agentId} fileName={fileName} versions={versions} />}
    </Loaded>
  );
}

const shownAtFirst = 100;

type Chosen = { from: FileSide; to: FileSide };

function ChooseVersions({ agentId, fileName, versions }: FileVersionsProps & { versions: FileVersionRow[] }) {
  const [latest, before] = versions;
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? versions : versions.slice(0, shownAtFirst);
  const [chosen, setChosen] = useState<Chosen>(() => ({
    from: (before ?? latest)?.id ?? "now",
    to: before ? (latest?.id ?? "now") : "now",
  }));
  return (
    <div className="flex flex-col gap-4">
      <ScrollRegion
        aria-label={`Versions of ${fileName}`}
        className="max-h-72 overflow-auto rounded-lg border border-line"
      >
        <table className="w-full border-collapse text-left">
          <thead className="sticky top-0 bg-sunken text-faint text-xs">
            <tr>
              <Heading>From</Heading>
              <Heading>To</Heading>
              <Heading>Version</Heading>
              <Heading>What</Heading>
              <Heading>When</Heading>
              <Heading className="max-md:hidden">Size</Heading>
              <Heading>Run</Heading>
              <td />
            </tr>
          </thead>
          <tbody>
            <tr className="border-line border-t">
              <Pick side="now" label="what the gateway has now" {...{ chosen, setChosen }} />
              <td className="px-3 py-1.5" colSpan={6}>
                What the gateway has now
              </td>
            </tr>
            {shown.map((version) => (
              <VersionRow key={version.id} {...{ agentId, fileName, version, chosen, setChosen }} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {shown.length < versions.length && (
        <Button size="sm" className="self-start" onClick={() => setShowsAll(true)}>
          Show all {versions.length.toLocaleString("en")} versions
        </Button>
      )}
      <Comparison agentId={agentId} fileName={fileName} chosen={chosen} />
    </div>
  );
}

function Heading({ children, className }: { children: string; className?: string }) {
  return (
    <th scope="col" className={cx("px-3 py-1.5 font-medium", className)}>
      {children}
    </th>
  );
}

type Choosing = { chosen: Chosen; setChosen: (chosen: Chosen) => void };

function VersionRow({
  agentId,
  fileName,
  version,
  ...choosing
}: FileVersionsProps & Choosing & { version: FileVersionRow }) {
  const notes = versionNotes(version);
  const canRestore = !version.isLost && !version.isMasked && !version.isPresent;
  return (
    <tr className="border-line border-t align-top">
      <Pick side={version.id} label={`version ${version.id}`} {...choosing} />
      <td className="tabular px-3 py-1.5 font-semibold">{version.id}</td>
      <td className="px-3 py-1.5">
        {versionSourceWords[version.source]}
        {notes.length > 0 && <span className="block text-faint text-xs">{notes.join(", ")}</span>}
      </td>
      <td className="whitespace-nowrap px-3 py-1.5">
        <RelativeTime at={version.recordedAt} />
      </td>
      <td className="tabular whitespace-nowrap px-3 py-1.5 max-md:hidden">{formatBytes(version.sizeBytes)}</td>
      <td className="px-3 py-1.5">
        {version.runId === null ? (
          <span className="text-faint">No longer kept</span>
        ) : (
          <Link to={`/runs/${version.runId}`} className="font-medium text-accent">
            {version.runId.slice(0, 8)}
          </Link>
        )}
      </td>
      <td className="px-3 py-1 text-right">
        {canRestore && <RestoreVersionButton agentId={agentId} fileName={fileName} versionId={version.id} />}
      </td>
    </tr>
  );
}

/** The two choices of a row. */
function Pick({ side, label, chosen, setChosen }: Choosing & { side: FileSide; label: string }) {
  return (["from", "to"] as const).map((end) => (
    <td key={end} className="px-3 py-1.5">
      <input
        type="radio"
        name={`version-${end}`}
        aria-label={`Compare ${end} ${label}`}
        checked={chosen[end] === side}
        onChange={() => setChosen({ ...chosen, [end]: side })}
        className="accent-(--accent)"
      />
    </td>
  ));
}

function Comparison({ agentId, fileName, chosen: { from, to } }: FileVersionsProps & { chosen: Chosen }) {
  const input = { id: agentId, fileName, from, to };
  const query = useQuery(orpc.agents.versions.compare.queryOptions({ input, staleTime: 0 }));
  return (
    <Loaded query={query} what="comparison">
      {({ diff, problem }) => {
        if (problem !== null)
          return (
            <Notice tone="warn" title="These cannot be compared">
              {problem}
            </Notice>
          );
        if (diff === "") return <EmptyState icon={History} title="Nothing differs between these" />;
        return (
          <Suspense fallback={<Skeleton className="h-40" />}>
            <DiffView diff={diff} fileName={fileName} from={nameOf(from)} to={nameOf(to)} startsSplit />
          </Suspense>
        );
      }}
    </Loaded>
  );
}

function nameOf(side: FileSide): string {
  return side === "now" ? "Gateway now" : `Version ${side}`;
}
