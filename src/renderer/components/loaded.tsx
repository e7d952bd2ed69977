import type { UseQueryResult } from "@tanstack/react-query";
import { Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { useConnection } from "../api/use-connection.ts";
import { EmptyState } from "./empty-state.tsx";
import { ErrorState } from "./error-state.tsx";
import { ListSkeleton } from "./skeleton.tsx";

export type LoadedProps<T> = {
  query: Pick<UseQueryResult<T>, "data" | "error" | "refetch">;
  /** What is loaded, in the plural: "gateways". */
  what: string;
  loading?: ReactNode;
  isEmpty?: (data: T) => boolean;
  /** Shown instead of the children when the data is empty. */
  empty?: ReactNode;
  children: (data: T) => ReactNode;
};

/** Shows a query's data, or its state instead: loading, offline, failed or empty. */
export function Loaded<T>({ query, what, loading, isEmpty, empty, children }: LoadedProps<T>) {
  const isOffline = useConnection(({ status }) => status === "lost");
  if (query.data !== undefined) return isEmpty?.(query.data) ? empty : children(query.data);
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (isOffline) {
    return (
      <EmptyState icon={Unplug} title={`Your ${what} will be here once Flight Deck is connected again`}>
        The connection to the main process is being restored. Nothing is lost: runs continue without this window.
      </EmptyState>
    );
  }
  return loading ?? <ListSkeleton label={`Loading ${what}`} />;
}
