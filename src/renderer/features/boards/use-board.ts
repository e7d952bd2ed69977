import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { BoardRow } from "../../../shared/views.ts";
import { orpc } from "../../api/client.ts";

export type FoundBoard = {
  board: BoardRow | undefined;
  /** The list that contains it. A list that may be too old to contain the board counts as not loaded. */
  query: Pick<UseQueryResult<BoardRow[]>, "data" | "error" | "refetch">;
};

/** One board from the list, which is refetched after every change. */
export function useBoard(boardId: string): FoundBoard {
  const boards = useQuery(orpc.boards.list.queryOptions({ input: {} }));
  const board = boards.data?.find(({ id }) => id === boardId);
  const { data, error, refetch, isFetching } = boards;
  return { board, query: { data: board || !isFetching ? data : undefined, error, refetch } };
}
