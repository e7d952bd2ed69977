import { useState } from "react";
import type { NetworkView, ProxyMode } from "../../../../shared/network-view.ts";
import { client, orpc } from "../../../api/client.ts";
import { showAnswer } from "../../../api/show-answer.ts";
import { TextField } from "../../../components/field.tsx";
import { type Choice, SelectField } from "../../../components/select.tsx";
import { toast } from "../../../stores/toasts.ts";
import { SettingsForm } from "../settings-form.tsx";

const modes: Choice<ProxyMode>[] = [
  { value: "automatic", label: "System or environment" },
  { value: "none", label: "No proxy" },
  { value: "address", label: "This proxy" },
];

/** Which proxy leads to gateways, webhooks and Mission Control. */
export function ProxyForm({ view }: { view: NetworkView }) {
  const [mode, setMode] = useState(view.mode);
  const [address, setAddress] = useState("");
  const [exceptions, setExceptions] = useState(view.exceptions);
  const hasOne = view.mode === "address";
  const isMissing = mode === "address" && !hasOne && address.trim() === "";
  const save = async () => {
    const given = mode === "address" && address.trim() !== "" ? { address } : {};
    await showAnswer(orpc.network.get.queryKey(), await client.network.setProxy({ mode, exceptions, ...given }));
    toast({ tone: "ok", title: "The proxy settings are saved", detail: "Gateways are connected again with them." });
  };
  const isChanged =
    mode !== view.mode || exceptions.trim() !== view.exceptions || (mode === "address" && address !== "");
  return (
    <SettingsForm isChanged={isChanged} isValid={!isMissing} saveLabel="Save proxy" onSave={save}>
      {(isSubmitted) => (
        <>
          <SelectField
            label="Proxy to gateways and webhooks"
            help={modeHelp(mode, view)}
            choices={modes}
            value={mode}
            onChange={setMode}
            className="w-full"
          />
          {mode === "address" && (
            <TextField
              label="Proxy address"
              help={
                hasOne
                  ? "Leave it empty to keep the stored one, whose user and password are never shown."
                  : "With user and password: http://user:password@host:port. It is sealed with the data key and never shown again."
              }
              placeholder="http://proxy.example.com:3128"
              type="password"
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
              value={address}
              error={isSubmitted && isMissing ? "Enter the address." : null}
              onChange={setAddress}
            />
          )}
          {mode !== "none" && (
            <TextField
              label="Hosts without the proxy"
              help="As in NO_PROXY: names with everything below them, addresses and ranges, with commas between them. This machine never needs it."
              placeholder="10.0.0.0/8, .example.com"
              className="font-mono"
              spellCheck={false}
              value={exceptions}
              onChange={setExceptions}
            />
          )}
        </>
      )}
    </SettingsForm>
  );
}

function modeHelp(mode: ProxyMode, { mode: present, proxy, hasCredentials, environment }: NetworkView): string {
  switch (mode) {
    case "none":
      return "Everything is reached directly, whatever the environment and the system say.";
    case "automatic":
      return environment.length > 0
        ? `The environment names ${environment.join(", ")}.`
        : "The environment names none; the desktop app asks the system as well.";
    case "address":
      return present === "address"
        ? `At present ${proxy}${hasCredentials ? ", with user and password" : ""}.`
        : "An HTTP proxy; SOCKS proxies cannot be used.";
  }
}
