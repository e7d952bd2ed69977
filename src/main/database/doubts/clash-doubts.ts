import type { Doubt } from "../../../shared/doubts.ts";
import { type Clash, findClashes, type Tenant } from "../../../shared/find-clashes.ts";
import { agentKey, workspacePath } from "../../../shared/identity.ts";
import { type AgentIdentity, listAgentIdentities } from "../agents.ts";
import { shortName } from "../fleet/name-row.ts";
import { readGateway } from "../gateways.ts";
import type { Database } from "../open-database.ts";

/**
 * The agents of a gateway that a sync will refuse because, by the records, they would share an agent key or a workspace with
 * another one. What is on the gateway is not known here.
 */
export function clashDoubts(db: Database, gatewayId: string): Doubt[] {
  const records = listAgentIdentities(db, gatewayId);
  const gateway = readGateway(db, gatewayId);
  const clashes = findClashes(
    records.map((record): Tenant => {
      const key = agentKey(record);
      const workspace = workspacePath(gateway, key);
      return { key, name: record.name, workspace, agentId: record.id, isThere: false };
    }),
  );
  return records.flatMap((record): Doubt[] => {
    const clash = clashes.get(record.id);
    return clash ? [{ table: "agents", id: record.id, name: shortName(record.name), text: doubt(record, clash) }] : [];
  });
}

function doubt({ boardId }: AgentIdentity, { over, other }: Clash): string {
  const isMain = boardId === null && over === "key";
  const what = isMain ? "is a second main agent of its gateway, beside" : `has the same ${wordsFor(over)} as`;
  return `${what} "${shortName(other.name)}"; a sync will refuse it.`;
}

function wordsFor(over: Clash["over"]): string {
  return over === "key" ? "session key" : "workspace";
}
