import type { BoardRow } from "../../../shared/views.ts";

export type BoardFilter = {
  text: string;
  gatewayId: string;
  /** `paused`, `active`, `errors` or `no-lead`; empty for all. */
  state: string;
  /** Empty for all. */
  label?: string;
};

const states: Record<string, (board: BoardRow) => boolean> = {
  paused: ({ isPaused }) => isPaused,
  active: ({ isPaused }) => !isPaused,
  errors: ({ errors, lastOutcome }) => errors > 0 || lastOutcome?.outcome === "failed",
  "no-lead": ({ lead }) => lead === null,
};

/** The boards whose name, slug, description, gateway or id contains every word of the text. */
export function filterBoards(boards: BoardRow[], { text, gatewayId, state, label = "" }: BoardFilter): BoardRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const isInState = states[state];
  if (words.length === 0 && gatewayId === "" && label === "" && !isInState) return boards;
  return boards.filter(
    (board) =>
      (gatewayId === "" || board.gatewayId === gatewayId) &&
      (label === "" || board.labels.includes(label)) &&
      (!isInState || isInState(board)) &&
      (words.length === 0 || holds(board, words)),
  );
}

function holds({ name, slug, description, gatewayName, id }: BoardRow, words: string[]): boolean {
  const text = `${name} ${slug} ${description} ${gatewayName ?? ""} ${id}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
