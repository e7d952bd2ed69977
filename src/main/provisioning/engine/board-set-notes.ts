import type { ReadTemplates } from "../model/agent-file-renderer.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";

/** Says which boards of a run have templates of their own. Pure. */
export function boardSetNotes(templates: ReadTemplates | null, agents: readonly ScopedAgent[]): string[] {
  const inRun = new Set(agents.map(({ agent }) => agent.boardId));
  return (templates?.boardSets ?? [])
    .filter(({ boardId }) => inRun.has(boardId))
    .map(
      ({ name, folder }) =>
        `Agents of board "${name}" are made from the templates in ${folder}, which are the board's own.`,
    );
}
