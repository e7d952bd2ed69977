import { Undo2 } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import type { TemplateProblem } from "../../../../shared/template-check.ts";
import type { TemplateName } from "../../../../shared/template-editing.ts";
import type { TemplateRow } from "../../../../shared/views.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { PickList } from "../../../components/pick-list.tsx";
import { plural } from "../../../time/format-time.ts";
import { faultPlaceOf } from "../fault-place.ts";
import { CodeEditor, type LineProblem } from "./code-editor.tsx";
import type { Draft } from "./use-draft.ts";

export type EditorFilesProps = {
  templates: TemplateRow[];
  chosen: TemplateRow | undefined;
  draft: Draft;
  names: TemplateName[];
  problems: TemplateProblem[];
  goTo: { line: number } | null;
  onChoose: (name: string) => void;
  /** Above the list. */
  actions: ReactNode;
  /** What can be done with the chosen template. */
  chosenActions: ReactNode;
};

/** The templates of a set, and the editor of the chosen one. */
export function EditorFiles(props: EditorFilesProps) {
  const { templates, chosen, draft, names, problems, goTo, onChoose, actions, chosenActions } = props;
  const places = useMemo(() => linesOf(problems), [problems]);
  return (
    <div className="grid grid-cols-[18rem_minmax(0,1fr)] rounded-lg border border-line bg-surface shadow-low max-lg:grid-cols-1">
      <div className="border-line border-r max-lg:max-h-60 max-lg:overflow-y-auto max-lg:border-r-0 max-lg:border-b">
        <div className="border-line border-b p-2">{actions}</div>
        <PickList
          label="Templates"
          value={chosen?.name ?? ""}
          onChange={onChoose}
          items={templates.map(({ name }) => ({
            value: name,
            content: (
              <span className="flex items-center gap-2">
                <code title={name} className="min-w-0 flex-1 truncate text-ink">
                  {name}
                </code>
                {places.has(name) && <Badge tone="danger">problem</Badge>}
                {draft.isRemoved(name) ? (
                  <Badge tone="danger">deleted</Badge>
                ) : (
                  draft.changedNames.includes(name) && <Badge tone="warn">changed</Badge>
                )}
              </span>
            ),
          }))}
        />
      </div>
      {chosen && (
        <div className="flex min-w-0 flex-col gap-3 p-4">
          <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1">
            <h2 className="min-w-0 truncate font-mono font-semibold">{chosen.name}</h2>
            <span className="tabular text-faint text-xs">{plural(draft.textOf(chosen.name).length, "character")}</span>
            <span className="ml-auto flex flex-wrap gap-2">
              {draft.changedNames.includes(chosen.name) && (
                <Button size="sm" icon={Undo2} onClick={() => draft.discard(chosen.name)}>
                  {draft.isRemoved(chosen.name) ? "Keep it after all" : "Take back the changes here"}
                </Button>
              )}
              {chosenActions}
            </span>
          </div>
          {draft.isRemoved(chosen.name) ? (
            <p className="text-muted">
              This draft deletes {chosen.name}. It stays until the draft is saved, and in the versions after that.
            </p>
          ) : (
            <CodeEditor
              key={`${chosen.name} ${draft.revision}`}
              label={`Source of ${chosen.name}`}
              text={draft.textOf(chosen.name)}
              names={names}
              problems={places.get(chosen.name) ?? none}
              goTo={goTo}
              onChange={(text) => draft.edit(chosen.name, text)}
            />
          )}
        </div>
      )}
    </div>
  );
}

const none: LineProblem[] = [];

function linesOf(problems: TemplateProblem[]): Map<string, LineProblem[]> {
  const places = new Map<string, LineProblem[]>();
  for (const { message, kind } of problems) {
    const place = faultPlaceOf(message);
    if (!place) continue;
    const line = { line: place.line, message, isFault: kind === "unusable" || kind === "missing-name" };
    places.set(place.template, [...(places.get(place.template) ?? []), line]);
  }
  return places;
}
