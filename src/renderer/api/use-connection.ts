import { useStore } from "zustand";
import { connection } from "./client.ts";
import type { ConnectionState } from "./keep-connected.ts";

/** A part of how this window stands with main. */
export function useConnection<T>(select: (state: ConnectionState) => T): T {
  return useStore(connection.state, select);
}
