import { type SubmitEvent, useState } from "react";
import type { TemplateSetRow } from "../../../../shared/template-history.ts";
import { client } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { TextField } from "../../../components/field.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { navigate, useSearchParam } from "../../../router/use-location.ts";
import { toast } from "../../../stores/toasts.ts";
import { plural } from "../../../time/format-time.ts";
import type { Draft } from "./use-draft.ts";

export type SaveDialogProps = {
  draft: Draft;
  set: TemplateSetRow;
  onClose: () => void;
  onSaved: () => Promise<unknown>;
};

/** Asks for the note of a new version, and for the name of the set that the built-in one is copied to. */
export function SaveDialog({ draft, set, onClose, onSaved }: SaveDialogProps) {
  const isBuiltIn = set.folder === null;
  const [template] = useSearchParam("template");
  const [note, setNote] = useState("");
  const [name, setName] = useState("Our templates");
  const { isBusy, error, submit } = useSubmit();
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    void submit(async () => {
      const saved = await client.templates.save({ draft: draft.given, note, newName: isBuiltIn ? name : null });
      await onSaved();
      draft.discard();
      onClose();
      toast({ tone: "ok", title: "Saved as a version", detail: "The next sync writes the files that it changes." });
      if (isBuiltIn) navigate("/templates/edit", { set: saved.folder, template });
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Save this draft as a version?"
      description={`${plural(draft.changedNames.length, "template")} changed: ${draft.changedNames.join(", ")}.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="save-templates" busy={isBusy}>
            Save version
          </Button>
        </>
      }
    >
      <form id="save-templates" noValidate onSubmit={save} className="flex flex-col gap-3">
        {isBuiltIn && (
          <TextField
            label="Name of your set"
            help="The built-in templates are copied to this set, which then takes their place for all gateways that follow the settings."
            value={name}
            onChange={setName}
          />
        )}
        <TextField
          label="Note"
          help="What this version is for. May be empty."
          value={note}
          onChange={setNote}
          autoFocus
        />
        <SubmitError error={error} />
      </form>
    </Dialog>
  );
}
