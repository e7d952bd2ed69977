import { FlightDeckError } from "../../../shared/errors.ts";
import { TemplatesRefusedError } from "../../templates/template-error.ts";
import type { BoardSet, ReadTemplates } from "../model/agent-file-renderer.ts";
import type { SetRenderer } from "./render-agent.ts";

/** A board's own set, read for a run: what renders with it, or why it cannot be used. */
export type ReadBoardSet = BoardSet & { renderer: SetRenderer | null };

type Rendering = Pick<ReadTemplates, "forGateway" | "outlinesFor">;
type Render<File> =
  ReturnType<ReadTemplates["forGateway"]> extends (...agent: infer Agent) => unknown
    ? (...agent: Agent) => Promise<File[]>
    : never;

/**
 * Renders the agents of each board with the board's own set, and all others with their gateway's. Where a board's set cannot be used, its
 * agents fail: they are never rendered with another one.
 */
export function renderByBoard(ofGateway: SetRenderer, boards: readonly ReadBoardSet[]): Rendering {
  if (boards.length === 0) return ofGateway;
  // Kept over all agents: a template that does not end takes seconds each time.
  const faults = new Map<string, FlightDeckError>();
  const byBoard = new Map(boards.map((board) => [board.boardId, board]));
  function choose<File>(renderOf: (set: SetRenderer) => Render<File>): Render<File> {
    const known = new Map<SetRenderer, Render<File>>();
    const once = (set: SetRenderer) => {
      const render = known.get(set) ?? renderOf(set);
      known.set(set, render);
      return render;
    };
    return async (scoped, dialect) => {
      const board = byBoard.get(scoped.agent.boardId ?? "");
      if (!board) return once(ofGateway)(scoped, dialect);
      const fault = faults.get(board.folder) ?? board.fault;
      if (fault !== null || board.renderer === null) throw unusable(board, fault);
      try {
        return await once(board.renderer)(scoped, dialect);
      } catch (error) {
        // It would end the run of agents that do not use this set.
        if (!(error instanceof TemplatesRefusedError)) throw error;
        faults.set(board.folder, error);
        throw unusable(board, error);
      }
    };
  }
  return {
    forGateway: (...given) => choose((set) => set.forGateway(...given)),
    outlinesFor: (...given) => choose((set) => set.outlinesFor(...given)),
  };
}

/** What the agents of a board fail with whose own set cannot be used. */
export function unusable({ name, folder }: BoardSet, fault: FlightDeckError | null): FlightDeckError {
  if (fault === null) throw new Error(`the templates in ${folder} were not read`);
  return new FlightDeckError(
    "template-error",
    `Board "${name}" has templates of its own, which cannot be used: ${fault.message}`,
    fault.hint,
  );
}
