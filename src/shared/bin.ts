/* Deleted records, which can be brought back for a while. */

export const binKinds = ["gateway", "board", "agent", "organization", "person", "variable"] as const;
export type BinKind = (typeof binKinds)[number];

/** How long a deleted record can be brought back. */
export const binDays = 30;

/** Whether an agent was deleted on its gateway as well; unknown if the gateway did not answer. */
export type OnGateway = "deleted" | "stays" | "unknown";

export type BinEntry = {
  id: string;
  kind: BinKind;
  /** The id that the record had and gets back. */
  recordId: string;
  name: string;
  /** Where it was, such as `board "Sales"`; null for what belongs to nothing. */
  place: string | null;
  /** The agents and people that were deleted with it. */
  agents: number;
  people: number;
  onGateway: OnGateway;
  deletedAt: string;
  /** When it is deleted for good. */
  expiresAt: string;
};

/** What was brought back, and what else there is to know. */
export type BinRestoration = Pick<BinEntry, "kind" | "recordId" | "name"> & { notes: string[] };
