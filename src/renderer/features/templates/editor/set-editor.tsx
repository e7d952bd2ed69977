import { useQuery } from "@tanstack/react-query";
import { Save, Undo2 } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { TemplateEditing } from "../../../../shared/template-editing.ts";
import type { TemplateRow } from "../../../../shared/views.ts";
import { orpc } from "../../../api/client.ts";
import { toOperatorError } from "../../../api/operator-error.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { Notice } from "../../../components/notice.tsx";
import { UnsavedGuard } from "../../../components/unsaved-guard.tsx";
import { Page } from "../../../frame/page.tsx";
import { useSearchParam } from "../../../router/use-location.ts";
import { plural } from "../../../time/format-time.ts";
import { DraftPreviews } from "./draft-previews.tsx";
import { DraftProblems } from "./draft-problems.tsx";
import { EditorFiles } from "./editor-files.tsx";
import { FileMenu, NewFileButton } from "./file-actions-of-set.tsx";
import { MovedNotice } from "./moved-notice.tsx";
import { PlanDraftButton } from "./plan-draft-button.tsx";
import { SaveDialog } from "./save-dialog.tsx";
import { type Draft, useDraft } from "./use-draft.ts";

export type SetEditorProps = { editing: TemplateEditing; onChanged: () => Promise<unknown> };

/** How long after the last key a draft is checked. */
const pauseMs = 400;

/** Edits the templates of a set, and shows what that does before it is saved. */
export function SetEditor({ editing, onChanged }: SetEditorProps) {
  const { set, sha256, names } = editing;
  const draft = useDraft(editing);
  const checked = useSettled(draft.given);
  const check = useQuery(
    orpc.templates.checkDraft.queryOptions({
      input: { draft: checked },
      staleTime: 0,
      placeholderData: (last) => last,
    }),
  );
  const [dialog, setDialog] = useState<"save" | "discard" | null>(null);
  const [goTo, setGoTo] = useState<{ line: number } | null>(null);
  const [wantedName, setName] = useSearchParam("template");
  const templates = rowsOf(draft, [...(check.data?.templates ?? []), ...editing.templates]);
  const chosen = templates.find(({ name }) => name === wantedName) ?? templates[0];
  const presentSha256 = check.data?.presentSha256;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another version was seen in the folder
  useEffect(() => {
    if (presentSha256 !== undefined && presentSha256 !== sha256) void onChanged();
  }, [presentSha256]);
  const error = check.error && toOperatorError(check.error);
  const problems = check.data?.problems ?? [];
  const show = (template: string, line: number) => {
    setName(template);
    setGoTo({ line });
  };
  return (
    <Page
      title="Edit templates"
      trail={[{ label: "Templates", to: "/templates" }]}
      marks={
        <>
          <Badge title={set.folder ?? undefined}>{set.name}</Badge>
          {draft.isChanged && <Badge tone="warn">Draft, not saved</Badge>}
        </>
      }
      note={noteOf(editing)}
      actions={<Actions draft={draft} editing={editing} onAsk={setDialog} />}
    >
      <UnsavedGuard isChanged={draft.isChanged && !draft.isKept} />
      {!draft.isKept && (
        <Notice tone="warn" title="This draft would be lost when the window is closed" live>
          There is no room left to keep it here. Save it, or discard drafts of other sets.
        </Notice>
      )}
      {draft.isMoved && <MovedNotice draft={draft} onDiscard={() => setDialog("discard")} />}
      {error && (
        <Notice tone="danger" title={error.message} code={error.code} live>
          {error.hint}
        </Notice>
      )}
      <EditorFiles
        templates={templates}
        chosen={chosen}
        draft={draft}
        names={names}
        problems={problems}
        goTo={goTo}
        onChoose={setName}
        actions={<NewFileButton draft={draft} fileNames={editing.fileNames} onMade={setName} />}
        chosenActions={chosen && <FileMenu draft={draft} template={chosen} onRenamed={setName} />}
      />
      <DraftProblems problems={problems} isChecking={check.isFetching} onShow={show} />
      {chosen && !draft.isRemoved(chosen.name) && <DraftPreviews draft={checked} set={set} template={chosen} />}
      {dialog === "save" && <SaveDialog draft={draft} set={set} onClose={() => setDialog(null)} onSaved={onChanged} />}
      <ConfirmDialog
        open={dialog === "discard"}
        onClose={() => setDialog(null)}
        title="Discard this draft?"
        description={`What you changed in ${plural(draft.changedNames.length, "template")} since the last save is lost.`}
        hits={{ label: "Changed", names: draft.changedNames }}
        confirmLabel="Discard draft"
        onConfirm={async () => draft.discard()}
      />
    </Page>
  );
}

/** A row for each template of the draft: as last checked, or bare until the check has seen it. */
function rowsOf(draft: Draft, known: TemplateRow[]): TemplateRow[] {
  const byName = new Map(known.toReversed().map((row) => [row.name, row]));
  return draft.allNames.map((name) => byName.get(name) ?? { name, chars: draft.textOf(name).length, roles: [] });
}

function noteOf({ set: { kind, gateways, boards } }: TemplateEditing): string {
  const found = [
    ...(gateways.length === 0 ? [] : [plural(gateways.length, "gateway")]),
    ...(boards.length === 0 ? [] : [plural(boards.length, "board")]),
  ];
  const users = found.length === 0 ? "No gateway uses this set." : `Used by ${found.join(" and ")}.`;
  return kind === "built-in" ? `${users} The built-in set stays as it is: saving makes a copy of your own.` : users;
}

type ActionsProps = { draft: Draft; editing: TemplateEditing; onAsk: (dialog: "save" | "discard") => void };

function Actions({ draft, editing, onAsk }: ActionsProps) {
  return (
    <>
      <Button icon={Undo2} disabled={!draft.isChanged} onClick={() => onAsk("discard")}>
        Discard draft
      </Button>
      <PlanDraftButton draft={draft.given} set={editing.set} disabled={!draft.isChanged} />
      <Button icon={Save} variant="primary" disabled={!draft.isChanged || draft.isMoved} onClick={() => onAsk("save")}>
        Save version
      </Button>
    </>
  );
}

/** The value as it was when it last stayed the same for a moment. */
function useSettled<T>(value: T): T {
  const text = JSON.stringify(value);
  const now = useMemo<T>(() => JSON.parse(text), [text]);
  const [settled, setSettled] = useState(now);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(now), pauseMs);
    return () => clearTimeout(timer);
  }, [now]);
  return settled;
}
