import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { BoardRow } from "../../../shared/views.ts";
import { orpc } from "../../api/client.ts";

export type FoundBoard = {
  board: BoardRow | undefined;
  /** The list it is looked up in. One that may be too old to have the board counts as not loaded yet. */
  query: Pick<UseQueryResult<BoardRow[]>, "data" | "error" | "refetch">;
};

/** One board out of the list, which every change keeps fresh. */
export function useBoard(boardId: string): FoundBoard {
  const boards = useQuery(orpc.boards.list.queryOptions({ input: {} }));
  const board = boards.data?.find(({ id }) => id === boardId);
  const { data, error, refetch, isFetching } = boards;
  return { board, query: { data: board || !isFetching ? data : undefined, error, refetch } };
}
