import { useState } from "react";
import { Card } from "../../components/card.tsx";
import { WholeNumberField, wholeNumberProblem } from "../../components/whole-number-field.tsx";
import { toast } from "../../stores/toasts.ts";
import { saveSettings } from "./save-settings.ts";
import { SettingsForm } from "./settings-form.tsx";

const mostInFlight = 64;

/** How many calls a sync has in flight per gateway. */
export function ConcurrencyCard({ maxInFlight }: { maxInFlight: number }) {
  const [text, setText] = useState(String(maxInFlight));
  const save = async () => {
    await saveSettings({ maxInFlight: Number(text) });
    toast({ tone: "ok", title: `Up to ${Number(text)} calls at a time per gateway` });
  };
  return (
    <Card title="Gateways">
      <SettingsForm
        isChanged={text.trim() !== String(maxInFlight)}
        isValid={wholeNumberProblem(text, mostInFlight) === null}
        saveLabel="Save concurrency"
        onSave={save}
      >
        {(isSubmitted) => (
          <WholeNumberField
            label="Calls in flight per gateway"
            most={mostInFlight}
            help="32 suits most gateways. A gateway that reports that it is busy automatically gets fewer."
            value={text}
            isChecked={isSubmitted}
            onChange={setText}
          />
        )}
      </SettingsForm>
    </Card>
  );
}
