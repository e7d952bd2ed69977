import { isOwnKey } from "../../../shared/identity.ts";
import type { JsonObject } from "../../../shared/records.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import type { WorkspaceContents } from "../model/workspace-move.ts";
import type { RunContext } from "../report/run-context.ts";
import { tokenFileName, tokenIn } from "./observe-agent.ts";
import { readContents } from "./read-contents.ts";

/** What an agent has on the gateway under its former id, and that id. */
export type FormerSelf = { key: string; contents: WorkspaceContents };

export type FindFormerSelfOptions = {
  run: RunContext;
  session: GatewaySession;
  scoped: ScopedAgent;
  roster: Map<string, JsonObject>;
  /** The ids of the gateway's records now. */
  keysInUse: ReadonlySet<string>;
  /** The id that the agent is noted under, if it is not in one of our own forms. */
  notedKey: string | null;
};

/**
 * Finds an agent on the gateway under its former id, if its role or its session key has changed. Its token shows that it is the
 * same agent; where the file with the token cannot be read, an id that can only be this agent's does.
 * @throws as `GatewayConnection.call`
 */
export async function findFormerSelf(options: FindFormerSelfOptions): Promise<FormerSelf | null> {
  const { run, session, scoped, roster, keysInUse, notedKey } = options;
  const { agent } = scoped;
  if (agent.agentTokenHash === null) return null;
  // It may have led another board than the one that it is on now.
  const leads = [...roster.keys()].filter((key) => key.startsWith("lead-") && isOwnKey(key));
  const ownKeys = [`mc-${agent.id}`, ...(notedKey === null ? [] : [notedKey])];
  for (const key of [...ownKeys, ...leads]) {
    const entry = roster.get(key);
    if (!entry || key === scoped.key || keysInUse.has(key)) continue;
    const workspace = typeof entry.workspace === "string" ? entry.workspace : undefined;
    const contents = await readContents({ session, key, workspace, signal: run.signal });
    const tokenName = tokenFileName(session.dialect);
    const token = await tokenIn({ session, agent, tokens: run.tokens }, contents.files.get(tokenName) ?? null);
    const isUnread = contents.unreadable.some(({ name }) => name === tokenName);
    if (token?.matchesCurrent || token?.matchesPending || (isUnread && ownKeys.includes(key))) return { key, contents };
  }
  return null;
}
