import { useStore } from "zustand";
import { connection } from "./client.ts";
import type { ConnectionState } from "./keep-connected.ts";

/** A part of the state of this window's connection to main. */
export function useConnection<T>(select: (state: ConnectionState) => T): T {
  return useStore(connection.state, select);
}
