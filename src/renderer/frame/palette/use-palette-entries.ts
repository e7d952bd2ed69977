import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { orpc } from "../../api/client.ts";
import { useHasSource } from "../../api/use-mirror.ts";
import { useRecentRuns } from "../use-recent-runs.ts";
import type { Entry } from "./entry.ts";
import { agentEntries, boardEntries, gatewayEntries } from "./fleet-entries.ts";
import { generalEntries } from "./general-entries.ts";
import { runEntries } from "./run-entries.ts";

/** All pages and actions of the palette. The fleet is loaded when the palette first opens. */
export function usePaletteEntries(onHelp: () => void): { entries: Entry[]; isLoading: boolean } {
  const gateways = useQuery(orpc.gateways.list.queryOptions());
  const boards = useQuery(orpc.boards.list.queryOptions({ input: {} }));
  const agents = useQuery(orpc.agents.list.queryOptions({ input: {} }));
  const runs = useRecentRuns();
  const hasSource = useHasSource();
  const entries = useMemo(() => {
    const busy = new Set((gateways.data ?? []).flatMap(({ id, runningRunId }) => (runningRunId ? [id] : [])));
    const isBusy = (gatewayId: string | null) => gatewayId !== null && busy.has(gatewayId);
    return [
      ...generalEntries({ onHelp, hasSource }),
      ...(gateways.data ?? []).flatMap(gatewayEntries),
      ...(boards.data ?? []).flatMap((board) => boardEntries(board, isBusy(board.gatewayId))),
      ...runEntries(runs.data ?? []),
      ...(agents.data ?? []).flatMap((agent) => agentEntries(agent, isBusy(agent.gatewayId))),
    ];
  }, [gateways.data, boards.data, agents.data, runs.data, hasSource, onHelp]);
  return { entries, isLoading: gateways.isPending || boards.isPending || agents.isPending };
}
