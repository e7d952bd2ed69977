import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { createTanstackQueryUtils } from "@orpc/tanstack-query";
import { QueryClient, replaceEqualDeep } from "@tanstack/react-query";
import type { contract } from "../../shared/contract.ts";
import { ConnectionLostError, keepConnected } from "./keep-connected.ts";
import { openTransport } from "./transport.ts";

export type FlightDeckClient = ContractRouterClient<typeof contract>;

export const connection = keepConnected(openTransport);

/** A typed client of the main process. */
export const client: FlightDeckClient = createORPCClient(connection.link);

/** Query keys, query options and mutation options for everything in the contract. */
export const orpc = createTanstackQueryUtils(client);

/** In a longer list, comparing old and new rows takes longer than rendering the few that are visible. */
const longListRows = 500;

function keepEqualParts(before: unknown, after: unknown): unknown {
  return Array.isArray(after) && after.length > longListRows ? after : replaceEqualDeep(before, after);
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Main announces every change (watch-changes.ts), so data never expires by age.
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      // The connection is a loopback: it works when the machine is offline.
      networkMode: "always",
      structuralSharing: keepEqualParts,
      retry: (failures, error) => error instanceof ConnectionLostError && failures < 5,
      retryDelay: 100,
    },
    mutations: { networkMode: "always", retry: false },
  },
});
