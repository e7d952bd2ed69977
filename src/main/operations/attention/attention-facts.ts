import type { ErrorCode } from "../../../shared/errors.ts";
import type { RunStatus } from "../../../shared/sync.ts";
import type { AgentRow, ConnectionView } from "../../../shared/views.ts";

/** What `findAttention` decides from: nothing else is looked at. */
export type AttentionFacts = {
  nowMs: number;
  gateways: GatewayFacts[];
  /** Without those of paused boards, which are left alone. */
  agents: AgentFacts[];
  /** The interrupted runs that were not dismissed, the latest first. */
  interrupted: { id: string; gatewayId: string }[];
  /** Null when the records are this installation's own: then nothing is known of check-ins. */
  mirror: MirrorFacts | null;
  /** Why the daily backup could not be made; null as well when it is not known. */
  backupProblem: string | null;
};

export type GatewayFacts = {
  id: string;
  name: string;
  connection: Pick<ConnectionView, "state" | "code" | "message" | "offeredCertificate">;
  checkEveryMinutes: number;
  /** Its latest run that wrote files and has ended. */
  lastWork: { id: string; status: RunStatus } | null;
  /** Its version at the last sync, and the latest that was seen. */
  syncedVersion: string | null;
  version: string | null;
};

export type AgentFacts = Pick<
  AgentRow,
  | "id"
  | "name"
  | "gatewayId"
  | "isMain"
  | "token"
  | "syncState"
  | "syncCheckedAt"
  | "differing"
  | "heartbeat"
  | "lastOutcome"
  | "lastSeenAt"
>;

export type MirrorFacts = {
  pollSeconds: number;
  /** The last pull that succeeded: what is known of check-ins is as of then. */
  pulledAt: string | null;
  /** Why the pulls since then failed. */
  error: { code: ErrorCode; message: string } | null;
  /** What tells undecided conflicts apart. */
  conflicts: string[];
  /** Why changes could not be written back. */
  pushProblems: string[];
};
