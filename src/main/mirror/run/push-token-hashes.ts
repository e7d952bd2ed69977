import type pg from "pg";
import { readMirrorRows, saveMirrorRow } from "../../database/mirror/mirror-rows.ts";
import type { Database } from "../../database/open-database.ts";
import { beginWriting } from "../push/remote-rows.ts";

export type HashPush = {
  agentId: string;
  hash: string;
  /** The hashes that may be replaced, besides the one last seen there. */
  replaces: readonly (string | null)[];
};

export type HashResult = "pushed" | "missing" | { theirs: string };

/**
 * Writes the hashes of new tokens, each only if the agent has one that may be replaced, or none. Results are in the order of
 * the pushes.
 * @throws what `pg` throws; whether anything was written is not known then, and a repetition does no harm
 */
export async function pushTokenHashes(
  client: pg.Client,
  database: Database,
  pushes: readonly HashPush[],
): Promise<HashResult[]> {
  const ids = pushes.map(({ agentId }) => agentId);
  await beginWriting(client);
  const { rows } = await client.query<{ id: string; hash: string | null }>(
    "SELECT id::text, agent_token_hash AS hash FROM agents WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE",
    [ids],
  );
  const there = new Map(rows.map(({ id, hash }) => [id.toLowerCase(), hash]));
  const bases = readMirrorRows(database, "agents", ids);
  const results = pushes.map((push) => judge(push, there.get(push.agentId), bases.get(push.agentId)));
  const taken = pushes.filter((_, index) => results[index] === "pushed");
  await client.query(
    `UPDATE agents SET agent_token_hash = ours.hash, updated_at = now() AT TIME ZONE 'UTC'
     FROM unnest($1::text[], $2::text[]) AS ours (id, hash) WHERE agents.id = ours.id::uuid`,
    [taken.map(({ agentId }) => agentId), taken.map(({ hash }) => hash)],
  );
  await client.query("COMMIT");
  rememberHashes(database, taken);
  return results;
}

function judge(
  { hash, replaces }: HashPush,
  there: string | null | undefined,
  base: { readonly [column: string]: string | null } | undefined,
): HashResult {
  if (there === undefined) return "missing";
  if (there === null || there === hash || replaces.includes(there) || base?.agent_token_hash === there) return "pushed";
  return { theirs: there };
}

/** From now on, another hash there is one that Mission Control has set since. */
function rememberHashes(database: Database, taken: readonly HashPush[]): void {
  const remember = database.sqlite.transaction(() => {
    const bases = readMirrorRows(
      database,
      "agents",
      taken.map(({ agentId }) => agentId),
    );
    for (const { agentId: id, hash } of taken) {
      const base = bases.get(id);
      // Without a version, the row is read again.
      if (base) saveMirrorRow(database, { table: "agents", id }, "", { ...base, agent_token_hash: hash });
    }
  });
  remember.immediate();
}
