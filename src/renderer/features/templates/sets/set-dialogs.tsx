import { type SubmitEvent, useState } from "react";
import type { TemplateSetRow } from "../../../../shared/template-history.ts";
import { client } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { TextField } from "../../../components/field.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { navigate } from "../../../router/use-location.ts";
import { toast } from "../../../stores/toasts.ts";
import { moveDraft } from "../editor/stored-drafts.ts";

export type NameSetDialogProps = { onClose: () => void } & (
  | { from: TemplateSetRow; renamed?: undefined }
  | { renamed: TemplateSetRow; from?: undefined }
);

/** Asks for the name of a copy of a set, or for another name of one. */
export function NameSetDialog({ from, renamed, onClose }: NameSetDialogProps) {
  const [name, setName] = useState(renamed?.name ?? (from?.folder == null ? "" : `${from.name} copy`));
  const { isBusy, error, submit } = useSubmit();
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    void submit(async () => {
      if (renamed?.folder != null) {
        const { folder } = await client.templates.renameSet({ folder: renamed.folder, name });
        moveDraft(renamed.folder, folder);
        toast({ tone: "ok", title: `The set is named ${name.trim()} now` });
      } else if (from) {
        const { folder } = await client.templates.createSet({ name, from: from.folder });
        toast({
          tone: "ok",
          title: `Made the set ${name.trim()}`,
          detail: "Nothing uses it yet.",
          link: { to: `/templates/edit?set=${encodeURIComponent(folder)}`, label: "Edit it" },
        });
      }
      onClose();
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={renamed ? `Rename ${renamed.name}` : from?.folder == null ? "New set" : `Duplicate ${from.name}`}
      description={
        renamed
          ? "Its folder gets this name. Whoever uses it goes along, and so do its versions; no agent's file changes."
          : `It begins with the templates of ${from?.name ?? "the built-in set"}, in a folder of Flight Deck's data.`
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="name-set" busy={isBusy} disabled={name.trim() === ""}>
            {renamed ? "Rename" : "Make the set"}
          </Button>
        </>
      }
    >
      <form id="name-set" noValidate onSubmit={save} className="flex flex-col gap-3">
        <TextField label="Name" value={name} onChange={setName} autoFocus />
        <SubmitError error={error} />
      </form>
    </Dialog>
  );
}

/** Asks before a set is deleted; says who still uses it if something does. */
export function DeleteSetDialog({ set, onClose }: { set: TemplateSetRow; onClose: () => void }) {
  const { name, folder } = set;
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Delete the set ${name}?`}
      description="Its folder is deleted. Its versions are kept: a new set of the same name has them again. A set that is used is not deleted."
      confirmLabel="Delete set"
      onConfirm={async () => {
        if (folder === null) return;
        await client.templates.deleteSet({ folder });
        navigate("/templates", { tab: "sets" });
      }}
    />
  );
}
