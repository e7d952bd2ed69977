import { useQuery } from "@tanstack/react-query";
import type { GatewayRow } from "../../../../shared/views.ts";
import { orpc } from "../../../api/client.ts";
import { Checkbox } from "../../../components/checkbox.tsx";
import { TextField } from "../../../components/field.tsx";
import { type DraftErrors, type GatewayDraft, needsOwnToken, twinWarningOf, urlWarningOf } from "./gateway-draft.ts";
import { LabelFields } from "./label-fields.tsx";
import { TokenField } from "./token-field.tsx";

export type GatewayFieldsProps = {
  gateway: GatewayRow | undefined;
  draft: GatewayDraft;
  errors: DraftErrors;
  onChange: (part: Partial<GatewayDraft>) => void;
};

/** Everything that can be set for a gateway. */
export function GatewayFields(props: GatewayFieldsProps) {
  return (
    <>
      <GatewayBasics {...props} />
      <GatewayMore {...props} />
    </>
  );
}

/** What every gateway needs: its name, its address and its token. */
export function GatewayBasics({ gateway, draft, errors, onChange }: GatewayFieldsProps) {
  const gateways = useQuery(orpc.gateways.list.queryOptions());
  return (
    <>
      <TextField
        label="Name"
        placeholder="Harbour"
        autoFocus={!gateway}
        value={draft.name}
        error={errors.name}
        onChange={(name) => onChange({ name })}
      />
      <TextField
        label="Address"
        placeholder="ws://127.0.0.1:18789"
        help={
          twinWarningOf(draft.url, gateways.data, gateway) ??
          urlWarningOf(draft.url) ??
          "The gateway's WebSocket address, with its port."
        }
        className="font-mono"
        spellCheck={false}
        value={draft.url}
        error={errors.url}
        onChange={(url) => onChange({ url })}
      />
      <TokenField
        draft={draft}
        stored={
          !gateway ? "none" : needsOwnToken(draft, gateway) ? "other-address" : gateway.hasToken ? "here" : "none"
        }
        error={errors.token}
        onChange={onChange}
      />
    </>
  );
}

/** What has a default, or is for some gateways only. */
export function GatewayMore({ gateway, draft, errors, onChange }: GatewayFieldsProps) {
  return (
    <>
      <TextField
        label="Workspace root"
        help={
          gateway && gateway.workspaceRoot !== draft.workspaceRoot
            ? "Agents move there at the next sync, with the files that Flight Deck can move. Agents that would leave files behind stay where they are; the plan shows which."
            : "The folder on the gateway's host that holds the agents' workspaces."
        }
        className="font-mono"
        spellCheck={false}
        value={draft.workspaceRoot}
        error={errors.workspaceRoot}
        onChange={(workspaceRoot) => onChange({ workspaceRoot })}
      />
      <LabelFields label={draft.label} onChange={(label) => onChange({ label })} />
      <Checkbox
        label="Allow a self-signed certificate"
        help="For wss:// without a trusted certificate: the one of the first connection is accepted, and afterwards only that one."
        checked={draft.allowInsecureTls}
        onChange={(allowInsecureTls) => onChange({ allowInsecureTls })}
      />
      <Checkbox
        label="Device pairing is disabled on the gateway"
        help="Connects with the token only. Versions of OpenClaw that give no rights without a device (up to 2026.3.28) get this device's identity anyway."
        checked={draft.disableDevicePairing}
        onChange={(disableDevicePairing) => onChange({ disableDevicePairing })}
      />
    </>
  );
}
