import type { Database } from "./open-database.ts";
import type { RenderedOutline } from "./schema/local.ts";

export type AgentRenderings = {
  /** What the agent's files were rendered to from these inputs; nothing when it was rendered last from others, or never. */
  find(agentId: string, inputsSha256: string): RenderedOutline[];
  /** Remembers a rendering in place of the one before. An agent that is gone is left out. */
  save(agentId: string, inputsSha256: string, files: RenderedOutline[]): void;
};

/** The renderings that are remembered, with statements prepared once: they are asked for every agent of a fleet. */
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
      return files === undefined ? [] : (JSON.parse(files) as RenderedOutline[]);
    },
    save: (agentId, inputsSha256, files) => save.run({ agentId, inputsSha256, files: JSON.stringify(files) }),
  };
}
