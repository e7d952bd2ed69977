import type { DataTag, QueryKey } from "@tanstack/react-query";
import { queryClient } from "./client.ts";

/** Shows what a change has answered, without asking again. A pending response would show the former state for a moment. */
export async function showAnswer<Data>(queryKey: DataTag<QueryKey, Data, Error>, answer: NoInfer<Data>): Promise<void> {
  await queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData<Data>(queryKey, answer);
}
