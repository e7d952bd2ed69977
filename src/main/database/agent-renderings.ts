import { eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { agentRenderings, type RenderedOutline } from "./schema/local.ts";

export type { RenderedOutline };

/** What the agent's files were rendered to from these inputs; undefined when it was rendered last from others, or never. */
export function findAgentRendering(
  db: Database,
  agentId: string,
  inputsSha256: string,
): readonly RenderedOutline[] | undefined {
  const row = db.orm.select().from(agentRenderings).where(eq(agentRenderings.agentId, agentId)).get();
  return row?.inputsSha256 === inputsSha256 ? row.files : undefined;
}

/** Remembers a rendering in place of the one before. An agent that is gone is left out. */
export function saveAgentRendering(
  db: Database,
  rendering: { agentId: string; inputsSha256: string; files: readonly RenderedOutline[] },
): void {
  const { agentId, inputsSha256, files } = rendering;
  db.sqlite
    .prepare<{ agentId: string; inputsSha256: string; files: string }>(`
      INSERT INTO agent_renderings (agent_id, inputs_sha256, files)
      SELECT id, :inputsSha256, :files FROM agents WHERE id = :agentId
      ON CONFLICT (agent_id) DO UPDATE SET inputs_sha256 = excluded.inputs_sha256, files = excluded.files
    `)
    .run({ agentId, inputsSha256, files: JSON.stringify(files) });
}
