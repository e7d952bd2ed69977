import { isOwnKey } from "../../shared/identity.ts";
import type { RosterMember } from "../../shared/orphans.ts";
import { hideSecrets } from "../vault/known-secrets.ts";
import type { GatewaySession } from "./session.ts";

/**
 * The agents in the roster, as the session last read it, whose ids only Flight Deck or Mission Control makes. Their names are
 * stored and shown, so the secrets that this process knows are removed; the workspace is not changed.
 */
export function listOwnAgents({ dialect, config }: Pick<GatewaySession, "dialect" | "config">): RosterMember[] {
  return [...dialect.readRoster(config.config)].flatMap(([key, { name, workspace }]) =>
    isOwnKey(key) ? [{ key, name: shownName(name), workspace: textOrNull(workspace) }] : [],
  );
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

function shownName(value: unknown): string | null {
  const name = textOrNull(value);
  return name === null ? null : hideSecrets(name);
}
