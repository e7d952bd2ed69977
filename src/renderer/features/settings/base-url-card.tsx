import { useState } from "react";
import { addressFaultText } from "../../../shared/addresses.ts";
import { Card } from "../../components/card.tsx";
import { TextField } from "../../components/field.tsx";
import { toast } from "../../stores/toasts.ts";
import { saveSettings } from "./save-settings.ts";
import { SettingsForm } from "./settings-form.tsx";

/** The address of Mission Control that agents receive. */
export function BaseUrlCard({ baseUrl }: { baseUrl: string }) {
  const [text, setText] = useState(baseUrl);
  const url = text.trim();
  const fault = addressFaultText("base-url", url);
  const save = async () => {
    await saveSettings({ baseUrl: url });
    toast({ tone: "ok", title: "The address is saved", detail: "The next sync writes it into the agents' files." });
  };
  return (
    <Card title="Mission Control">
      <SettingsForm isChanged={url !== baseUrl} isValid={!fault} saveLabel="Save address" onSave={save}>
        {(isSubmitted) => (
          <TextField
            label="Base URL"
            help="Agents' files contain it as BASE_URL. The gateway's host must be able to reach this address."
            className="font-mono"
            spellCheck={false}
            value={text}
            error={isSubmitted ? fault : null}
            onChange={setText}
          />
        )}
      </SettingsForm>
    </Card>
  );
}
