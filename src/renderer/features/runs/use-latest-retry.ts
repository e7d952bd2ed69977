import { useQuery } from "@tanstack/react-query";
import type { RunRow } from "../../../shared/run-views.ts";
import { orpc } from "../../api/client.ts";

/** The latest run that took up what this one left unfinished. */
export function useLatestRetry({ id, gatewayId, status }: RunRow): RunRow | null {
  const input = { gatewayId, retryOf: id, limit: 1 };
  const retries = useQuery({ ...orpc.runs.list.queryOptions({ input }), enabled: status !== "running" });
  return retries.data?.[0] ?? null;
}
