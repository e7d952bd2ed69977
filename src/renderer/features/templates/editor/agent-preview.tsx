import { useQuery } from "@tanstack/react-query";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { useMemo } from "react";
import type { DraftPreview, TemplateDraft } from "../../../../shared/template-editing.ts";
import type { AgentFileView, AgentRow } from "../../../../shared/views.ts";
import { orpc } from "../../../api/client.ts";
import { DiffView } from "../../../components/diff/diff-view.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { SourceView } from "../../../components/source-view.tsx";
import { SizeBar } from "../preview/size-bar.tsx";

export type AgentPreviewProps = { draft: TemplateDraft; agent: AgentRow; file: string; view: "changes" | "text" };

/** A file of one agent as the draft renders it, with its size, and compared with what the agent has. */
export function AgentPreview({ draft, agent, file, view }: AgentPreviewProps) {
  const input = { draft, agentId: agent.id };
  const preview = useQuery(
    orpc.templates.previewDraft.queryOptions({ input, staleTime: 0, placeholderData: (last) => last }),
  );
  return (
    <Loaded query={preview} what="files">
      {(data) => <RenderedFile preview={data} agent={agent} file={file} view={view} />}
    </Loaded>
  );
}

type RenderedFileProps = Omit<AgentPreviewProps, "draft"> & { preview: DraftPreview };

function RenderedFile({ preview, agent, file, view }: RenderedFileProps) {
  const rendered = preview.files.find(({ name }) => name.replace(/\.md$/, "") === file);
  if (!rendered)
    return (
      <p className="text-muted">
        {agent.name} has no file {file} of its own on its gateway.
      </p>
    );
  const { name, content, chars } = rendered;
  const limit = file === "USER" ? preview.limits.user : preview.limits.perFile;
  return (
    <>
      <div className="flex flex-col gap-1.5">
        <span className="flex items-baseline gap-2 text-xs">
          <code className="flex-1 font-semibold">{name}</code>
          <span className="tabular text-faint">
            {chars.toLocaleString("en")} / {limit.toLocaleString("en")}
          </span>
        </span>
        <SizeBar label={`${name} of ${agent.name}`} chars={chars} limit={limit} />
        <p className="text-faint text-xs">The limit is that of {preview.whose}.</p>
      </div>
      {view === "text" ? (
        <SourceView label={`${name} of ${agent.name}`} text={content} className="max-h-[50vh]" />
      ) : (
        <Changes agent={agent} name={name} content={content} saved={preview.saved?.[name] ?? null} />
      )}
    </>
  );
}

type ChangesProps = { agent: AgentRow; name: string; content: string; saved: string | null };

/** From what the agent has on its gateway, which is read once; else from what the saved templates make. */
function Changes({ agent, name, content, saved }: ChangesProps) {
  const now = useQuery(orpc.agents.files.queryOptions({ input: { id: agent.id } }));
  const side = sideOf(
    now.data?.files.find((file) => file.name === name),
    saved,
  );
  const diff = useMemo(() => diffOf(name, side.text, content), [name, side.text, content]);
  if (now.isPending) return <p className="text-muted">Reading {name} from the gateway…</p>;
  const words = side.isOnGateway ? "What it has now" : "Saved templates";
  return (
    <>
      {!side.isOnGateway && (
        <p className="text-muted text-xs">
          {now.data?.gatewayError
            ? "Its gateway could not be asked: compared with the saved templates."
            : "It has no such file yet: compared with the saved templates."}
        </p>
      )}
      {diff === "" ? (
        <p className="text-muted">Nothing changes in {name}.</p>
      ) : (
        <DiffView diff={diff} fileName={name} agentName={agent.name} from={words} to="This draft" />
      )}
    </>
  );
}

function sideOf(file: AgentFileView | undefined, saved: string | null): { text: string; isOnGateway: boolean } {
  if (file && file.gateway !== null && !file.isTooLarge) return { text: file.gateway, isOnGateway: true };
  return { text: saved ?? "", isOnGateway: false };
}

/** Finding the shortest diff takes time quadratic in this number. */
const mostChangedLines = 1_000;

function diffOf(name: string, before: string, after: string): string {
  if (before === after) return "";
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY, maxEditLength: mostChangedLines };
  return createTwoFilesPatch(name, name, before, after, "", "", options) ?? `@@ too many lines differ @@\n`;
}
