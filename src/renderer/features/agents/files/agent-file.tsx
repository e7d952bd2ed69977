import { FileQuestion, GitCompare } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import type { AgentFileView, AgentView } from "../../../../shared/views.ts";
import { CopyableId } from "../../../components/copyable-id.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ScrollRegion } from "../../../components/scroll-region.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { SourceView } from "../../../components/source-view.tsx";
import { Tabs } from "../../../components/tabs.tsx";
import { useSearchParam } from "../../../router/use-location.ts";
import { fileLook, isDue } from "./file-actions.ts";
import { FileVerdict } from "./file-verdict.tsx";
import { FileVersions } from "./file-versions-view.tsx";

const Markdown = lazy(async () => ({ default: (await import("../../../components/markdown.tsx")).Markdown }));
const DiffView = lazy(async () => ({ default: (await import("../../../components/diff/diff-view.tsx")).DiffView }));

export type AgentFileProps = {
  agent: AgentView;
  file: AgentFileView;
  runningRunId: string | null;
  /** The version that Flight Deck last wrote. */
  written: AgentView["files"][number] | null;
};

/** One file of an agent: the template version rendered and as source, the gateway version, and the differences. */
export function AgentFile({ agent, file, runningRunId, written }: AgentFileProps) {
  const [view, setView] = useSearchParam("view");
  const { name, rendered, gateway, diff, action, reason, isKept } = file;
  const { meaning } = fileLook(file);
  return (
    <div className="flex min-w-0 flex-col gap-3 px-4 pt-3 pb-4">
      <FileVerdict agent={agent} file={file} runningRunId={runningRunId} />
      <Tabs
        label={`Views of ${name}`}
        value={view || ((isDue(file) || isKept) && gateway !== null && diff ? "diff" : "preview")}
        onChange={setView}
        tabs={[
          { value: "preview", label: "Preview", content: <Shown>{preview(name, rendered)}</Shown> },
          {
            value: "source",
            label: "Source",
            content: <SourceView label={`Source of ${name}`} text={rendered} className="max-h-[60vh]" />,
          },
          { value: "gateway", label: "Gateway version", content: <GatewayText file={file} agent={agent} /> },
          {
            value: "diff",
            label: "Differences",
            content: diff ? (
              <Shown>
                <DiffView
                  diff={diff}
                  fileName={name}
                  from={gateway === null ? "No file" : "Gateway version"}
                  to="Template version"
                  startsSplit
                />
              </Shown>
            ) : (
              <NoDifference action={action} isTooLarge={file.isTooLarge} />
            ),
          },
          { value: "versions", label: "Versions", content: <FileVersions agentId={agent.id} fileName={name} /> },
        ]}
      />
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-faint text-xs">
        <span>
          {meaning}
          {reason && !isKept && ` (${reason})`}.
        </span>
        {written && (
          <span className="inline-flex items-center gap-1.5">
            SHA-256 as last written <CopyableId id={written.sha256} what="file" short />
          </span>
        )}
      </p>
    </div>
  );
}

function Shown({ children }: { children: ReactNode }) {
  return <Suspense fallback={<Skeleton className="h-40" />}>{children}</Suspense>;
}

function preview(name: string, text: string): ReactNode {
  if (text.trim() === "") {
    return <EmptyState icon={FileQuestion} title="Empty files are not written" />;
  }
  return (
    <ScrollRegion
      aria-label={`Preview of ${name}`}
      className="max-h-[60vh] overflow-auto rounded-lg border border-line px-5 py-4"
    >
      <Markdown text={text} />
    </ScrollRegion>
  );
}

function GatewayText({
  file: { name, gateway, isTooLarge, action },
  agent,
}: {
  file: AgentFileView;
  agent: AgentView;
}) {
  if (gateway !== null) return <SourceView label={`${name} on the gateway`} text={gateway} className="max-h-[60vh]" />;
  if (isTooLarge) return <TooLarge />;
  return action === "unknown" ? (
    <EmptyState icon={FileQuestion} title="The gateway could not be reached">
      Check the connection to {agent.gatewayName}, then compare again.
    </EmptyState>
  ) : (
    <EmptyState icon={FileQuestion} title="The gateway does not have this file">
      {action === "create" ? "The next sync writes it." : "A sync would not write it now."}
    </EmptyState>
  );
}

function TooLarge() {
  return (
    <EmptyState icon={FileQuestion} title="This file is too large to be shown">
      It is on the gateway as it was. Shorten it on the gateway's host, then compare again.
    </EmptyState>
  );
}

function NoDifference({ action, isTooLarge }: Pick<AgentFileView, "action" | "isTooLarge">) {
  if (isTooLarge) return <TooLarge />;
  return action === "unknown" ? (
    <EmptyState icon={GitCompare} title="Nothing to compare with" />
  ) : (
    <EmptyState icon={GitCompare} title="No difference">
      The gateway version equals the template version.
    </EmptyState>
  );
}
