import { type SubmitEvent, useId, useState } from "react";
import {
  type NotificationSink,
  sinkFormWords,
  type WebhookForm,
  webhookForms,
} from "../../../../shared/notifications.ts";
import { client } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { CancelButton, Dialog } from "../../../components/dialog.tsx";
import { TextField } from "../../../components/field.tsx";
import { SelectField } from "../../../components/select.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useIsChanged } from "../../../components/unsaved-guard.tsx";
import { useSubmit } from "../../../components/use-submit.ts";

const forms = webhookForms.map((value) => ({ value, label: sinkFormWords[value] }));

/** Adds a webhook, or changes the one that is given. Its address can be entered, but is never shown. */
export function WebhookDialog({ sink, onClose }: { sink: NotificationSink | null; onClose: () => void }) {
  const formId = useId();
  const first: { name: string; form: WebhookForm; url: string } = {
    name: sink?.name ?? "",
    form: sink?.form === "slack" ? "slack" : "json",
    url: "",
  };
  const [draft, setDraft] = useState(first);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const isChanged = useIsChanged(draft);
  const { isBusy, error, submit } = useSubmit();
  const needsUrl = sink === null || sink.host === "";
  const faults = {
    name: draft.name.trim() === "" ? "Enter a name." : null,
    url: needsUrl && draft.url.trim() === "" ? "Enter the address." : null,
  };
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (faults.name || faults.url) return;
    void submit(async () => {
      const { name, form } = draft;
      const url = draft.url.trim();
      if (sink === null) await client.notifications.addWebhook({ name, form, url });
      else await client.notifications.changeWebhook({ id: sink.id, name, form, ...(url === "" ? {} : { url }) });
      onClose();
    });
  };
  const footer = (
    <>
      <CancelButton />
      <Button type="submit" form={formId} variant="primary" busy={isBusy}>
        {sink === null ? "Add" : "Save"}
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={sink === null ? "Add a webhook" : `Change ${sink.name}`}
      isChanged={isChanged}
      footer={footer}
    >
      <form id={formId} noValidate onSubmit={save} className="flex flex-col gap-3">
        <TextField
          label="Name"
          value={draft.name}
          error={isSubmitted ? faults.name : null}
          onChange={(name) => setDraft({ ...draft, name })}
          autoFocus
        />
        <SelectField
          label="Form"
          help="Slack's form is taken by other chat services too. A test shows what is sent."
          choices={forms}
          value={draft.form}
          onChange={(form) => setDraft({ ...draft, form })}
        />
        <TextField
          label="Address"
          help={
            needsUrl
              ? "Begins with https:// or http://. It is sealed with the data key and never shown again, except for its host."
              : `Leave it empty to keep the stored one at ${sink.host}.`
          }
          type="password"
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
          value={draft.url}
          error={isSubmitted ? faults.url : null}
          onChange={(url) => setDraft({ ...draft, url })}
        />
        <SubmitError error={error} />
      </form>
    </Dialog>
  );
}
