import { type SubmitEvent, useState } from "react";
import { addressFaultText } from "../../../shared/addresses.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { TextField } from "../../components/field.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { UnsavedGuard } from "../../components/unsaved-guard.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { toast } from "../../stores/toasts.ts";
import { saveSettings } from "./save-settings.ts";

/** The address of Mission Control that agents receive. */
export function BaseUrlCard({ baseUrl }: { baseUrl: string }) {
  const [url, setUrl] = useState(baseUrl);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const fault = addressFaultText("base-url", url.trim());
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (fault || url.trim() === baseUrl) return;
    void submit(async () => {
      await saveSettings({ baseUrl: url.trim() });
      toast({ tone: "ok", title: "The address is saved", detail: "The next sync writes it into the agents' files." });
    });
  };
  return (
    <Card title="Mission Control">
      <form noValidate onSubmit={save} className="flex flex-col gap-3">
        <UnsavedGuard isChanged={url.trim() !== baseUrl} />
        <TextField
          label="Base URL"
          help="Agents' files contain it as BASE_URL. The gateway's host must be able to reach this address."
          className="font-mono"
          spellCheck={false}
          value={url}
          error={isSubmitted ? fault : null}
          onChange={setUrl}
        />
        <SubmitError error={error} />
        <div>
          <Button type="submit" variant="primary" busy={isBusy} disabled={url.trim() === baseUrl}>
            Save address
          </Button>
        </div>
      </form>
    </Card>
  );
}
