/** An agent that is on the gateway, or will be. */
export type Tenant = {
  key: string;
  name: string;
  workspace: string | null;
  /** The record's id; null for an agent that only the gateway knows. */
  agentId: string | null;
  /** Whether it already has that workspace. */
  isThere: boolean;
};

/** What an agent would share with another agent that has priority. */
export type Clash = { over: "key" | "workspace"; other: Tenant };

/**
 * Finds records that would share an agent or a workspace with another one. Of two records with the same key, the older one
 * has it. A workspace belongs first to an agent that only the gateway knows, then to the agent that is already in it, then
 * to the oldest record. Pure.
 *
 * @param tenants oldest first
 * @returns clashes by agent id
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
 * A form of a path for comparing workspaces. We cannot see the gateway's file system: macOS and Windows treat `Ops` and `ops`
 * as one folder, and any home directory may be the `~` of the user that the gateway runs as. Refusing a pair that the gateway
 * could keep apart only costs a rename; sharing a folder would lose files.
 */
export function comparable(path: string): string {
  const slashes = path.trim().replaceAll("\\", "/").replace(/\/+/g, "/");
  const parts: string[] = [];
  for (const part of slashes.toLowerCase().split("/")) {
    if (part === ".." && parts.length > 1) parts.pop();
    else if (part !== "." && part !== "..") parts.push(part);
  }
  const plain = parts.join("/").replace(/(.)\/$/, "$1");
  return plain.replace(/^(\/home\/[^/]+|\/root|([a-z]:)?\/users\/[^/]+)(?=\/|$)/, "~");
}
