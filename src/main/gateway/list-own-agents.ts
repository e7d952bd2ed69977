import { isOwnKey } from "../../shared/identity.ts";
import type { RosterMember } from "../../shared/orphans.ts";
import type { GatewaySession } from "./session.ts";

/** The agents in the roster, as the session last read it, whose ids only Flight Deck or Mission Control makes. */
export function listOwnAgents({ dialect, config }: Pick<GatewaySession, "dialect" | "config">): RosterMember[] {
  return [...dialect.readRoster(config.config)].flatMap(([key, { name, workspace }]) =>
    isOwnKey(key) ? [{ key, name: textOrNull(name), workspace: textOrNull(workspace) }] : [],
  );
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}
