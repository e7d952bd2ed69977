import { readAgentTokenStates, savePendingHashes } from "../agent-token-state.ts";
import type { Database } from "../open-database.ts";
import { nameRow } from "./name-row.ts";
import type { FleetRow } from "./parse-fleet.ts";

export type HashChange = { row: FleetRow; changes: Record<string, unknown>; ours: Record<string, unknown> };

/**
 * Takes other token hashes out of changes of agents whose token on the gateway was verified against ours. The file's hash
 * becomes the pending one: the next sync makes it current if the token on the gateway verifies against it instead.
 * @returns the changes that are left, and a warning for each hash that was not taken
 */
export function keepOwnHashes(db: Database, changed: HashChange[]): { changed: HashChange[]; warnings: string[] } {
  const offered = changed.filter(({ changes }) => typeof changes.agentTokenHash === "string");
  const states = readAgentTokenStates(
    db,
    offered.map(({ row }) => row.id),
  );
  const isOurs = ({ row, ours }: HashChange) => {
    const { verifiedHash = null } = states.get(row.id) ?? {};
    return verifiedHash !== null && verifiedHash === ours.agentTokenHash;
  };
  const kept = new Set(offered.filter(isOurs));
  const isNews = ({ row, changes }: HashChange) => states.get(row.id)?.pendingHash !== changes.agentTokenHash;
  const news = [...kept].filter(isNews);
  // A pending hash of an interrupted re-key stays: its token may be in the agent's files.
  const free = news.filter(({ row }) => (states.get(row.id)?.pendingHash ?? null) === null);
  savePendingHashes(
    db,
    free.map(({ row, changes }) => ({ agentId: row.id, pendingHash: String(changes.agentTokenHash) })),
  );
  return {
    changed: changed.map((change) => (kept.has(change) ? { ...change, changes: withoutHash(change.changes) } : change)),
    warnings: news.map((change) => {
      const { file, index, name } = change.row;
      const place = nameRow({ file, table: "agents", index, name, field: "agent_token_hash" });
      const then = free.includes(change)
        ? "The next sync takes it if the token there verifies against it instead."
        : "It is not kept either, because a new token of this agent is not confirmed yet: sync its gateway, then import again.";
      return `${place}: not taken, because the token on the gateway was verified against Flight Deck's own hash. ${then}`;
    }),
  };
}

function withoutHash({ agentTokenHash: _, ...changes }: Record<string, unknown>): Record<string, unknown> {
  return Object.keys(changes).every((column) => column === "updatedAt") ? {} : changes;
}
