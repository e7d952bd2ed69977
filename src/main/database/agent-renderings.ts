import type { Database } from "./open-database.ts";
import type { RenderedOutline } from "./schema/local-tables.ts";

export type AgentRenderings = {
  /** The agent's files as rendered from these inputs; empty if its last rendering had other inputs, or there was none. */
  find(agentId: string, inputsSha256: string): RenderedOutline[];
  /** Remembers a rendering in place of the previous one. A deleted agent is left out. */
  save(agentId: string, inputsSha256: string, files: RenderedOutline[]): void;
};

/** The remembered renderings. Statements are prepared once, because they run for every agent of a fleet. */
export function openAgentRenderings(db: Database): AgentRenderings {
  const find = db.sqlite
    .prepare<{ agentId: string; inputsSha256: string }, string>(
      "SELECT files FROM agent_renderings WHERE agent_id = :agentId AND inputs_sha256 = :inputsSha256",
    )
    .pluck();
  const save = db.sqlite.prepare<{ agentId: string; inputsSha256: string; files: string }>(`
    INSERT INTO agent_renderings (agent_id, inputs_sha256, files)
    SELECT id, :inputsSha256, :files FROM agents WHERE id = :agentId
    ON CONFLICT (agent_id) DO UPDATE SET inputs_sha256 = excluded.inputs_sha256, files = excluded.files
  `);
  return {
    find(agentId, inputsSha256) {
      const files = find.get({ agentId, inputsSha256 });
      return files === undefined ? [] : JSON.parse(files);
    },
    save: (agentId, inputsSha256, files) => save.run({ agentId, inputsSha256, files: JSON.stringify(files) }),
  };
}
