import type { Hint } from "../../shared/hint-words.ts";
/**
 * The stages of a check, in order; one that fails ends it. The last two, about the agents' work and heartbeats, only warn:
 * provisioning needs neither.
 */
export const checkStages = [
  "address",
  "tls",
  "handshake",
  "auth",
  "scopes",
  "version",
  "latency",
  "agents",
  "heartbeats",
] as const;
export type CheckStageName = (typeof checkStages)[number];

export type CheckStage = {
  stage: CheckStageName;
  ok: boolean;
  /** It found a problem that does not end the check. */
  warns?: true;
  /** What was found. */
  detail: string;
  /** What to do about it; null if there is nothing to do. */
  hint: string | null;
};

/** Ends a check at a stage; its message is what was found. */
export class StageFailure extends Error {
  readonly stage: CheckStageName;
  readonly hint: Hint;

  constructor(stage: CheckStageName, detail: string, hint: Hint, cause?: unknown) {
    super(detail, { cause });
    this.stage = stage;
    this.hint = hint;
  }
}
