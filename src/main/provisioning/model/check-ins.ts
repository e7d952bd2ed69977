import type { Timestamp } from "../../../shared/records.ts";

/** When agents last checked in with Mission Control; only its database knows. */
export type CheckIns = {
  /** False while the records are local: then nothing is known, and nothing is waited for. */
  areKnown(): boolean;
  /**
   * By agent id, as Mission Control's database has it now.
   * @throws FlightDeckError when that cannot be read
   */
  readLastSeen(agentIds: readonly string[], signal?: AbortSignal): Promise<Map<string, Timestamp | null>>;
};
