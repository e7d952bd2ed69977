import { useQuery } from "@tanstack/react-query";
import { FileCode2, Pencil, SearchX } from "lucide-react";
import type { TemplateRow } from "../../../shared/views.ts";
import { orpc } from "../../api/client.ts";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { CopyButton } from "../../components/copyable-id.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { PickList } from "../../components/pick-list.tsx";
import { SearchField } from "../../components/search-field.tsx";
import { SourceView } from "../../components/source-view.tsx";
import { navigate, useLocation, useSearchParam } from "../../router/use-location.ts";
import { plural } from "../../time/format-time.ts";

export type TemplateSourcesProps = { templates: TemplateRow[]; folder: string };

/** The list of templates in the folder, with the source of the chosen one. */
export function TemplateSources({ templates, folder }: TemplateSourcesProps) {
  const [chosenName, setName] = useSearchParam("template");
  const [text, setText] = useSearchParam("text");
  if (templates.length === 0) {
    return (
      <EmptyState icon={FileCode2} title="There are no templates in this folder">
        A template is a file that ends in .md.j2.
      </EmptyState>
    );
  }
  const wanted = text.trim().toLowerCase();
  const shown = templates.filter(({ name }) => name.toLowerCase().includes(wanted));
  const chosen = templates.find(({ name }) => name === chosenName) ?? shown[0] ?? templates[0];
  return (
    <div className="grid grid-cols-[20rem_minmax(0,1fr)] rounded-lg border border-line bg-surface shadow-low max-lg:grid-cols-1">
      <div className="border-line border-r max-lg:border-r-0 max-lg:border-b">
        <div className="border-line border-b p-2">
          <SearchField label="Filter templates" value={text} onChange={setText} className="w-full" />
        </div>
        {shown.length === 0 ? (
          <EmptyState icon={SearchX} title="No template has this name" />
        ) : (
          <PickList
            label="Templates"
            value={chosen?.name ?? ""}
            onChange={setName}
            items={shown.map((template) => ({
              value: template.name,
              content: <TemplateItem template={template} />,
            }))}
          />
        )}
      </div>
      {chosen && <TemplateSource key={chosen.name} template={chosen} folder={folder} />}
    </div>
  );
}

const roleWords = { worker: "Agents", lead: "Leads", main: "Main agents" } as const;

function TemplateItem({ template: { name, chars, roles } }: { template: TemplateRow }) {
  return (
    <>
      <code title={name} className="block truncate font-semibold text-ink">
        {name}
      </code>
      <span className="mt-0.5 flex flex-wrap items-center gap-1.5 text-faint text-xs">
        {roles.length === 0 ? (
          <Badge title="Other templates include it; no file is rendered from it directly">Included by others</Badge>
        ) : (
          roles.map((role) => (
            <Badge key={role} tone={role === "worker" ? "neutral" : role === "lead" ? "accent" : "violet"}>
              {roleWords[role]}
            </Badge>
          ))
        )}
        <span className="tabular ml-auto">{chars.toLocaleString("en")} chars</span>
      </span>
    </>
  );
}

function TemplateSource({ template: { name, chars }, folder }: { template: TemplateRow; folder: string }) {
  const { search } = useLocation();
  const source = useQuery(orpc.templates.source.queryOptions({ input: { name }, staleTime: 0 }));
  const line = search.get("template") === name ? Number(search.get("line")) : 0;
  return (
    <div className="flex min-w-0 flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 title={`${folder}/${name}`} className="min-w-0 truncate font-mono font-semibold">
          {name}
        </h2>
        <span className="tabular text-faint text-xs">{plural(source.data?.source.length ?? chars, "character")}</span>
        <span className="ml-auto flex items-center gap-2">
          {source.data && <CopyButton text={source.data.source} label="Copy source" />}
          <Button size="sm" icon={Pencil} onClick={() => navigate("/templates/edit", { template: name })}>
            Edit
          </Button>
        </span>
      </div>
      <Loaded query={source} what="template">
        {(data) => (
          <SourceView
            label={`Source of ${name}`}
            text={data.source}
            markedLine={line > 0 ? line : null}
            className="max-h-[70vh]"
          />
        )}
      </Loaded>
    </div>
  );
}
