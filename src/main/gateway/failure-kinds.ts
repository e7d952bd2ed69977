import type { ErrorCode } from "../../shared/errors.ts";

/**
 * What a failed call or connection attempt means for us.
 * - `away`: the gateway cannot answer at all; all its calls wait on one clock.
 * - `busy`: it answers, but wants fewer calls at a time.
 * - `rate-limited`: only this method must wait.
 * - `timeout`: no answer; whether a write took effect is unknown.
 * - `suspect`: one of the calls in flight broke the connection with too large a message, or got an answer that names no call.
 * - `permanent`: asking again changes nothing.
 */
export type Failure = {
  kind: "away" | "busy" | "rate-limited" | "timeout" | "suspect" | "permanent";
  code: ErrorCode;
  message: string;
  retryAfterMs?: number;
  /**
   * No DNS knows the name of the gateway, or of the proxy to it. Where it was reached before, it is only away: its name is gone while its
   * container or host is recreated, or while this machine has no network.
   */
  isUnknownHost?: true;
  /** The gateway's own structured details, such as `{type: "agent_file_conflict", currentHash}`. */
  details?: unknown;
  /** The id to approve on the gateway's host, if pairing is required. */
  pairingRequestId?: string;
  /** The SHA-256 fingerprint of a certificate that is not the pinned one. */
  offeredCertificate?: string;
  /** The scope that this device lacks for a call, such as "operator.read". */
  missingScope?: string;
};
