/** Why a heavy hash of an agent's token stays as it is. */
export type LeftReason =
  /** No token can be read from the agent's file. `detail` is the gateway's answer, if that is the reason. */
  | "no-token"
  /** The token in the agent's file is not the one that was hashed. */
  | "mismatch"
  | "not-on-gateway"
  /** A new token was made for the agent, and it is not known whether its file has the new or the old one. */
  | "rekey-pending"
  /** The hash has more iterations than Flight Deck verifies. */
  | "too-heavy"
  /** Another hash was stored, or the agent was deleted, after its token was verified. */
  | "changed-meanwhile";

/** The result for an agent whose stored hash has more iterations than needed; `planned` in a dry run. */
export type LightenedAgent = {
  agentId: string;
  agentName: string;
  /** The iterations of the stored hash. */
  iterations: number;
  outcome: "planned" | "lightened" | "left";
  reason: LeftReason | null;
  detail: string | null;
};

export type LightenReport = {
  gatewayId: string;
  gatewayName: string;
  dryRun: boolean;
  /** Only agents with a heavy hash. */
  agents: LightenedAgent[];
};
