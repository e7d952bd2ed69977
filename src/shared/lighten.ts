/** Why a heavy hash of an agent's token stays as it is. */
export type LeftReason =
  /** No token can be read from the agent's file. `detail` says what the gateway answered, where that is why. */
  | "no-token"
  /** The token in the agent's file is not the one that was hashed. */
  | "mismatch"
  | "not-on-gateway"
  /** A new token was minted for the agent, and it is not known whether its file holds that or the old one. */
  | "rekey-pending"
  /** The hash has more iterations than Flight Deck verifies. */
  | "too-heavy"
  /** Another hash was stored, or the agent was deleted, after its token was verified. */
  | "changed-meanwhile";

/** What became of an agent whose stored hash has more iterations than needed; `planned` in a dry run. */
export type LightenedAgent = {
  agentId: string;
  agentName: string;
  /** Of the hash that was found stored. */
  iterations: number;
  outcome: "planned" | "lightened" | "left";
  reason: LeftReason | null;
  detail: string | null;
};

export type LightenReport = {
  gatewayId: string;
  gatewayName: string;
  dryRun: boolean;
  /** Those with a heavy hash; the others have nothing to lighten. */
  agents: LightenedAgent[];
};
