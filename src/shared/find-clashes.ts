/** Somebody who lives on the gateway, or is to live there. */
export type Tenant = {
  key: string;
  name: string;
  workspace: string | null;
  /** The record's id; null for an agent that only the gateway knows. */
  agentId: string | null;
  /** Whether it has that workspace already. */
  isThere: boolean;
};

/** What an agent would share with another, who has the better claim. */
export type Clash = { over: "key" | "workspace"; other: Tenant };

/**
 * Finds the records that would share an agent or a workspace with another. Of two records with one key the older has it. A
 * workspace belongs to an agent that only the gateway knows, then to whoever lives in it already, then to the oldest. Pure.
 *
 * @param tenants in the order of their age.
 * @returns by agent id.
 */
export function findClashes(tenants: Tenant[]): Map<string, Clash> {
  const clashes = new Map<string, Clash>();
  const note = (over: Clash["over"], group: Tenant[]) => {
    const [first, ...rest] = group;
    for (const { agentId } of rest) if (first && agentId !== null) clashes.set(agentId, { over, other: first });
  };
  const records = tenants.filter(({ agentId }) => agentId !== null);
  for (const group of Map.groupBy(records, ({ key }) => key.toLowerCase()).values()) note("key", group);
  const housed = tenants.filter(({ agentId }) => agentId === null || !clashes.has(agentId));
  const byWorkspace = Map.groupBy(housed, ({ workspace }) => (workspace === null ? null : comparable(workspace)));
  byWorkspace.delete(null);
  for (const group of byWorkspace.values())
    note(
      "workspace",
      group.toSorted((one, other) => rank(one) - rank(other)),
    );
  return clashes;
}

function rank({ agentId, isThere }: Tenant): number {
  if (agentId === null) return 0;
  return isThere ? 1 : 2;
}

/**
 * A path by which workspaces compare. We cannot see the gateway's disk, and macOS and Windows take `Ops` and `ops` for one
 * folder: to refuse a pair that a Linux could tell apart costs another name, to share a folder costs what is in it.
 */
export function comparable(path: string): string {
  const slashes = path.trim().replaceAll("\\", "/").replace(/\/+/g, "/");
  return slashes.replace(/(.)\/$/, "$1").toLowerCase();
}
