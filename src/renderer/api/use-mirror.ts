import { useQuery } from "@tanstack/react-query";
import { orpc } from "./client.ts";

/** Mission Control's database as the source of the records: the connection, the last pull, and what is waiting. */
export function useMirror() {
  return useQuery(orpc.mirror.status.queryOptions());
}

/** Whether the records follow Mission Control's database. */
export function useHasSource(): boolean {
  const { data } = useQuery(orpc.mirror.status.queryOptions({ select: ({ source }) => source !== null }));
  return data ?? false;
}
