import { Eye, EyeOff } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import type { MirrorCheck, MirrorSourceView } from "../../../../shared/mirror.ts";
import { client } from "../../../api/client.ts";
import { Button, IconButton } from "../../../components/button.tsx";
import { Checkbox } from "../../../components/checkbox.tsx";
import { TextField } from "../../../components/field.tsx";
import { focusFirstFault } from "../../../components/focus-first-fault.ts";
import { Notice } from "../../../components/notice.tsx";
import { type Choice, SelectField } from "../../../components/select.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { toastError } from "../../../stores/toasts.ts";
import { CaField } from "./ca-field.tsx";
import { CheckList } from "./check-list.tsx";
import { draftFaults, type SourceDraft } from "./source-draft.ts";

const tlsChoices: Choice<SourceDraft["tls"]>[] = [
  { value: "", label: "As the URL says" },
  { value: "verify-full", label: "Verify certificate and name" },
  { value: "verify-ca", label: "Verify certificate" },
  { value: "require", label: "Encrypt, without verifying" },
  { value: "off", label: "Off" },
];

export type SourceFormProps = {
  /** The present source, which stays until another passes its check. */
  source: MirrorSourceView | null;
  draft: SourceDraft;
  onDraft: (draft: SourceDraft) => void;
  onDone: () => void;
  onCancel: () => void;
};

/** The form for the connection to Mission Control's database, with a check before it is saved. */
export function SourceForm({ source, draft, onDraft, onDone, onCancel }: SourceFormProps) {
  const [isSubmitted, setIsSubmitted] = useState(false);
  const [check, setCheck] = useState<MirrorCheck | null>(null);
  const { isBusy, error, submit } = useSubmit();
  const faults = draftFaults(draft, source !== null);
  // Without a new URL, the connection stays as it is.
  const keepsConnection = source !== null && draft.url.trim() === "";
  const shown = isSubmitted ? faults : {};
  const change = (part: Partial<SourceDraft>) => {
    onDraft({ ...draft, ...part });
    // The check was for another connection.
    if ("url" in part || "tls" in part || "ca" in part) setCheck(null);
  };
  const connect = (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (Object.keys(faults).length > 0) return focusFirstFault(event.currentTarget);
    const settings = { pollSeconds: Number(draft.pollSeconds), writeBack: draft.writeBack };
    void submit(async () => {
      setCheck(null);
      if (keepsConnection) {
        await client.mirror.change(settings);
        return onDone();
      }
      const input = { url: draft.url.trim(), tls: draft.tls || null, caPem: draft.ca?.pem ?? null };
      const result = await client.mirror.set({ ...input, ...settings });
      setCheck(result.check);
      if (!result.check.ok) return;
      onDone();
      // Its progress and its result are on the page that follows.
      client.mirror.pull({ full: true }).catch(toastError);
    });
  };
  return (
    <form noValidate onSubmit={connect} className="flex flex-col gap-3 border-line border-t pt-4">
      <UrlField url={draft.url} error={shown.url} isAgain={source !== null} onChange={(url) => change({ url })} />
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <SelectField
          label="Encryption (TLS)"
          choices={tlsChoices}
          value={draft.tls}
          onChange={(tls) => change({ tls })}
          disabled={keepsConnection}
          className="w-full"
        />
        <TextField
          label="Seconds between pulls"
          type="number"
          min={5}
          max={86_400}
          className="tabular"
          value={draft.pollSeconds}
          error={shown.pollSeconds}
          onChange={(pollSeconds) => change({ pollSeconds })}
        />
      </div>
      <CaField ca={draft.ca} disabled={keepsConnection} error={shown.ca} onChange={(ca) => change({ ca })} />
      <Checkbox
        label="Write changes back"
        help="Tokens, leads and pauses that are made here reach Mission Control. Without it, agents with a new token cannot check in."
        checked={draft.writeBack}
        onChange={(writeBack) => change({ writeBack })}
      />
      {check && (
        <div className="rounded-lg border border-line bg-sunken p-3">
          <CheckList check={check} />
        </div>
      )}
      {check && !check.ok && (
        <Notice tone="danger" title="The connection does not work yet, so nothing was saved" live>
          Correct what the failed stage names, then check again.
        </Notice>
      )}
      <SubmitError error={error} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" busy={isBusy}>
          {saveLabel(isBusy, keepsConnection)}
        </Button>
        <Button onClick={onCancel} disabled={isBusy}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function saveLabel(isBusy: boolean, keepsConnection: boolean): string {
  if (keepsConnection) return "Save";
  return isBusy ? "Checking" : "Check and connect";
}

type UrlFieldProps = { url: string; error: string | undefined; isAgain: boolean; onChange: (url: string) => void };

/** It holds a password: it can be entered but never read back. */
function UrlField({ url, error, isAgain, onChange }: UrlFieldProps) {
  const [isShown, setIsShown] = useState(false);
  return (
    <div className="flex items-start gap-1.5">
      <div className="min-w-0 flex-1">
        <TextField
          label="Database URL"
          help={
            isAgain
              ? "Leave it empty to keep the stored connection. The stored URL is never shown."
              : "Mission Control's DATABASE_URL, as it is. It is sealed with the data key and never shown again."
          }
          placeholder="postgresql://user:password@host:5432/mission_control"
          type={isShown ? "text" : "password"}
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
          value={url}
          error={error}
          onChange={onChange}
        />
      </div>
      <IconButton
        icon={isShown ? EyeOff : Eye}
        label={isShown ? "Hide the URL" : "Show the URL"}
        size="md"
        className="mt-5"
        onClick={() => setIsShown(!isShown)}
      />
    </div>
  );
}
