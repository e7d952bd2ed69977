import { type SubmitEvent, useState } from "react";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { TextField } from "../../components/field.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { UnsavedGuard } from "../../components/unsaved-guard.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { toast } from "../../stores/toasts.ts";
import { saveSettings } from "./save-settings.ts";

/** How many calls a sync has in flight per gateway. */
export function ConcurrencyCard({ maxInFlight }: { maxInFlight: number }) {
  const [text, setText] = useState(String(maxInFlight));
  const [isSubmitted, setIsSubmitted] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const calls = Number(text);
  const isValid = /^\d+$/.test(text.trim()) && calls >= 1 && calls <= 64;
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (!isValid) return;
    void submit(async () => {
      await saveSettings({ maxInFlight: calls });
      toast({ tone: "ok", title: `Up to ${calls} calls at a time per gateway` });
    });
  };
  return (
    <Card title="Gateways">
      <form noValidate onSubmit={save} className="flex flex-col gap-3">
        <UnsavedGuard isChanged={text.trim() !== String(maxInFlight)} />
        <TextField
          label="Calls in flight per gateway"
          help="1 to 64. 32 suits most gateways. A gateway that reports that it is busy automatically gets fewer."
          type="number"
          min={1}
          max={64}
          className="tabular max-w-28"
          value={text}
          error={isSubmitted && !isValid ? "Enter a whole number from 1 to 64." : null}
          onChange={setText}
        />
        <SubmitError error={error} />
        <div>
          <Button type="submit" variant="primary" busy={isBusy} disabled={calls === maxInFlight}>
            Save concurrency
          </Button>
        </div>
      </form>
    </Card>
  );
}
