import { type Timestamp, toTimestamp } from "../../shared/records.ts";
import { noteLastSeen } from "../database/agents.ts";
import { hasMirrorSource } from "../database/mirror/mirror-source.ts";
import type { Database } from "../database/open-database.ts";
import type { Vault } from "../vault/vault.ts";
import { closeConnection, connectToSource, type SourceConnection } from "./source/connect-to-source.ts";
import { sourceError } from "./source/explain-source-error.ts";
import { connectionOf, requireSource } from "./source/require-source.ts";

/** Reads when agents last checked in, which changes between two pulls. */
export function openCheckIns({ database, vault }: { database: Database; vault: Vault }) {
  return {
    areKnown: () => hasMirrorSource(database),
    /** @throws FlightDeckError mirror-not-set, mirror-unreachable, mirror-refused, vault-key */
    async readLastSeen(agentIds: readonly string[], signal?: AbortSignal): Promise<Map<string, Timestamp | null>> {
      const connection = connectionOf(requireSource(database, vault));
      const seen = await readFromSource(connection, agentIds, signal).catch((error: unknown) => {
        throw sourceError(error, connection);
      });
      noteLastSeen(database, seen);
      return seen;
    },
  };
}

type Seen = { id: string; last_seen_at: string | null };

async function readFromSource(
  connection: SourceConnection,
  agentIds: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, Timestamp | null>> {
  const client = await connectToSource(connection, {
    applicationName: "Flight Deck check-ins",
    queryTimeoutMs: 10_000,
    signal,
  });
  try {
    const sql = "SELECT id, last_seen_at FROM agents WHERE id = ANY($1::uuid[])";
    const { rows } = await client.query<Seen>(sql, [agentIds]);
    return new Map(
      rows.map((row) => [row.id, row.last_seen_at === null ? null : (toTimestamp(row.last_seen_at) ?? null)]),
    );
  } finally {
    await closeConnection(client);
  }
}
