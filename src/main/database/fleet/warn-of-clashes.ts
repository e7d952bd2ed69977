import { type Clash, findClashes, type Tenant } from "../../../shared/find-clashes.ts";
import { agentKey, workspacePath } from "../../../shared/identity.ts";
import { type AgentIdentity, listAgentIdentities, readAgentsById } from "../agents.ts";
import { readGateway } from "../gateways.ts";
import type { Database } from "../open-database.ts";
import { nameRow } from "./name-row.ts";
import type { FleetRow } from "./parse-fleet.ts";

/**
 * Warns about imported agents that a sync will refuse because, by the records, they would share an agent key or a workspace
 * with another one. What is on the gateways is not known here.
 */
export function warnOfClashes(db: Database, rows: FleetRow[]): string[] {
  const indexOf = new Map(rows.map(({ id, index }) => [id, index]));
  return gatewaysOf(db, rows).flatMap((gatewayId) => {
    const records = listAgentIdentities(db, gatewayId);
    const gateway = readGateway(db, gatewayId);
    const clashes = findClashes(
      records.map((record): Tenant => {
        const key = agentKey(record);
        const workspace = workspacePath(gateway, key);
        return { key, name: record.name, workspace, agentId: record.id, isThere: false };
      }),
    );
    return records.flatMap((record) => {
      const clash = clashes.get(record.id);
      return clash ? [warning(record, clash, indexOf.get(record.id))] : [];
    });
  });
}

/** The gateways that these agents are on: their boards', whatever their rows name. */
export function gatewaysOf(db: Database, rows: FleetRow[]): string[] {
  const agents = readAgentsById(
    db,
    rows.map(({ id }) => id),
  );
  return [...new Set([...agents.values()].map(({ gatewayId }) => gatewayId))];
}

function warning({ name, boardId }: AgentIdentity, { over, other }: Clash, index: number | undefined): string {
  const row = nameRow({ table: "agents", index: index ?? null, name, field: null });
  const isMain = boardId === null && over === "key";
  const what = isMain ? "is a second main agent of its gateway, beside" : `has the same ${wordsFor(over)} as`;
  return `${row}: ${what} "${other.name}"; a sync will refuse it.`;
}

function wordsFor(over: Clash["over"]): string {
  return over === "key" ? "session key" : "workspace";
}
