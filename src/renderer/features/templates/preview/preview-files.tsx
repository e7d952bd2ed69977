import { FileX } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import type { TemplatePreview } from "../../../../shared/views.ts";
import { Badge } from "../../../components/badge.tsx";
import { Card } from "../../../components/card.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Facts } from "../../../components/facts.tsx";
import { Notice } from "../../../components/notice.tsx";
import { PickList } from "../../../components/pick-list.tsx";
import { ScrollRegion } from "../../../components/scroll-region.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { SourceView } from "../../../components/source-view.tsx";
import { Tabs } from "../../../components/tabs.tsx";
import { TextList } from "../../../components/text-list.tsx";
import { useSearchParam } from "../../../router/use-location.ts";
import { SizeBar } from "./size-bar.tsx";

const Markdown = lazy(async () => ({ default: (await import("../../../components/markdown.tsx")).Markdown }));

export type PreviewFilesProps = { preview: TemplatePreview; actions: ReactNode };

/** The rendered files of an agent, each with its size compared with the gateway's limit. */
export function PreviewFiles({ preview, actions }: PreviewFilesProps) {
  const { files, totalChars, limits, whose, warnings, variables } = preview;
  const [name, setName] = useSearchParam("file");
  const chosen = files.find((file) => file.name === name) ?? files[0];
  if (!chosen) return <EmptyState icon={FileX} title="The templates render no files for this agent" />;
  return (
    <>
      {warnings.length > 0 && (
        <Notice tone="warn" title="The gateway would cut these files when it shows them to the agent">
          <TextList texts={warnings} />
        </Notice>
      )}
      <Card
        title="Rendered files"
        note={`The token is masked. The limits are those of ${whose}.`}
        actions={actions}
        flush
      >
        <div className="grid grid-cols-[18rem_minmax(0,1fr)] max-lg:grid-cols-1">
          <div className="border-line border-r max-lg:border-r-0">
            <div className="border-line border-b px-4.5 py-3">
              <Size label="All files" chars={totalChars} limit={limits.total} />
            </div>
            <PickList
              label="Rendered files"
              value={chosen.name}
              onChange={setName}
              items={files.map((file) => ({
                value: file.name,
                content: <Size label={file.name} chars={file.chars} limit={limitOf(file.name, limits)} isFile />,
              }))}
            />
          </div>
          <RenderedFile key={chosen.name} file={chosen} />
        </div>
      </Card>
      {variables.length > 0 && (
        <Card title="Template variables of this agent">
          <Facts
            facts={variables.map(({ name, value, from }) => ({
              label: name,
              value: (
                <>
                  {value} <span className="text-muted">from its {from}</span>
                </>
              ),
            }))}
          />
        </Card>
      )}
    </>
  );
}

function limitOf(name: string, { perFile, user }: TemplatePreview["limits"]): number {
  return name.startsWith("USER") ? user : perFile;
}

type SizeProps = { label: string; chars: number; limit: number; isFile?: boolean };

function Size({ label, chars, limit, isFile = false }: SizeProps) {
  const Name = isFile ? "code" : "span";
  return (
    <span className="flex flex-col gap-1.5">
      <span className="flex items-baseline gap-2">
        <Name title={label} className="min-w-0 flex-1 truncate font-semibold text-ink">
          {label}
        </Name>
        {chars > limit && <Badge tone="danger">too long</Badge>}
        <span className="tabular text-faint text-xs">
          {chars.toLocaleString("en")} / {limit.toLocaleString("en")}
        </span>
      </span>
      <SizeBar label={label} chars={chars} limit={limit} />
    </span>
  );
}

function RenderedFile({ file: { name, content } }: { file: TemplatePreview["files"][number] }) {
  const [view, setView] = useSearchParam("view");
  return (
    <div className="min-w-0 px-4 pt-2 pb-4">
      <Tabs
        label={`Views of ${name}`}
        value={view || "preview"}
        onChange={setView}
        tabs={[
          {
            value: "preview",
            label: "Preview",
            content:
              content.trim() === "" ? (
                <EmptyState icon={FileX} title="Empty files are not written" />
              ) : (
                <ScrollRegion
                  aria-label={`Preview of ${name}`}
                  className="max-h-[70vh] overflow-auto rounded-lg border border-line px-5 py-4"
                >
                  <Suspense fallback={<Skeleton className="h-40" />}>
                    <Markdown text={content} />
                  </Suspense>
                </ScrollRegion>
              ),
          },
          {
            value: "source",
            label: "Source",
            content: <SourceView label={`Source of ${name}`} text={content} className="max-h-[70vh]" />,
          },
        ]}
      />
    </div>
  );
}
