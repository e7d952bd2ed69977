import { addressFaultText, isLocalAddress, isSameEndpoint } from "../../../../shared/addresses.ts";
import type { GatewayRow } from "../../../../shared/views.ts";

/** The content of the form while it is edited. */
export type GatewayDraft = Pick<
  GatewayRow,
  "name" | "url" | "workspaceRoot" | "allowInsecureTls" | "disableDevicePairing" | "label"
> & {
  organizationId: string | null;
  /** The typed token; never the stored one. */
  token: string;
  /** `keep` leaves the stored token as it is, `replace` stores the typed one, `remove` deletes the stored one. */
  tokenChange: "keep" | "replace" | "remove";
};

export function draftOf(gateway?: GatewayRow): GatewayDraft {
  const {
    name = "",
    url = "",
    workspaceRoot = "",
    allowInsecureTls = false,
    disableDevicePairing = false,
  } = gateway ?? {};
  const label = gateway?.label ?? { colour: "blue" as const, environment: "" };
  const tokenChange = gateway?.hasToken ? ("keep" as const) : ("replace" as const);
  const organizationId = gateway?.organizationId ?? null;
  const rest = { allowInsecureTls, disableDevicePairing, label, token: "", tokenChange, organizationId };
  return { name, url, workspaceRoot: workspaceRoot || "~/.openclaw", ...rest };
}

export type DraftErrors = Partial<Record<"name" | "url" | "token" | "workspaceRoot", string>>;

/** Whether the stored token was given for another address than the typed one, so that it will not be sent there. */
export function needsOwnToken({ url }: GatewayDraft, gateway: GatewayRow | undefined): boolean {
  if (!gateway) return false;
  return gateway.awaitsToken || (gateway.hasToken && !isSameEndpoint(url.trim(), gateway.url));
}

/**
 * What is wrong with a draft, by field; empty when it can be saved.
 * @param gateway the stored one, if the draft is of an existing gateway.
 */
export function validateDraft(draft: GatewayDraft, gateway?: GatewayRow): DraftErrors {
  const { name, url, workspaceRoot, token, tokenChange } = draft;
  const isTokenLeft = tokenChange === "keep" || (tokenChange === "replace" && token.trim() === "");
  const urlError =
    url.trim() === ""
      ? "Enter the gateway's address, such as ws://127.0.0.1:18789."
      : addressFaultText("gateway", url.trim());
  return {
    ...(name.trim() === "" ? { name: "Give the gateway a name." } : {}),
    ...(urlError ? { url: urlError } : {}),
    ...(isTokenLeft && needsOwnToken(draft, gateway)
      ? { token: "Enter the token for this address, or remove the stored one: it was given for another address." }
      : {}),
    ...(workspaceRoot.trim() === ""
      ? { workspaceRoot: "Enter the folder on the gateway's host that holds the agents' workspaces." }
      : {}),
  };
}

/** A warning about an address that would send the token unencrypted over a network. */
export function urlWarningOf(url: string): string | undefined {
  if (!URL.canParse(url) || new URL(url).protocol !== "ws:" || isLocalAddress(url)) return undefined;
  return "ws:// is not encrypted: others on the network can read the token. Use wss://, or an SSH tunnel to 127.0.0.1.";
}

/** A warning that another gateway has the typed address: both would provision the same place. */
export function twinWarningOf(url: string, gateways: GatewayRow[] = [], own?: GatewayRow): string | undefined {
  const twin = gateways.find((each) => each.id !== own?.id && each.url !== "" && isSameEndpoint(each.url, url.trim()));
  return twin && `"${twin.name}" has this address, too: both would provision the agents of one gateway.`;
}

/** The token as the contract takes it: absent keeps the stored one, null removes it. */
export function tokenInput({ token, tokenChange }: GatewayDraft): { token?: string | null } {
  if (tokenChange === "keep") return {};
  if (tokenChange === "remove") return { token: null };
  return { token: token.trim() === "" ? null : token.trim() };
}

/** The fields as the contract takes them. */
export function gatewayInput(draft: GatewayDraft) {
  const { name, url, workspaceRoot, allowInsecureTls, disableDevicePairing, label, organizationId } = draft;
  return {
    name: name.trim(),
    url: url.trim(),
    workspaceRoot: workspaceRoot.trim(),
    allowInsecureTls,
    disableDevicePairing,
    organizationId,
    label: { ...label, environment: label.environment.trim() },
    ...tokenInput(draft),
  };
}
