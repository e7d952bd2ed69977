/** All error codes. The renderer maps them to actions; the CLI maps them to exit codes. */
export const errorCodes = [
  "bad-input",
  "not-found",
  "data-dir-locked",
  "database-newer",
  "database-unreadable",
  "vault-key",
  "gateway-no-url",
  "gateway-address",
  "gateway-unreachable",
  "gateway-refused",
  "gateway-auth",
  "gateway-pairing",
  "gateway-too-old",
  "gateway-tls",
  "gateway-call-failed",
  "config-conflict",
  "config-rejected",
  "exec-needs-approval",
  "session-outdated",
  "config-include-owned",
  "config-include-lost",
  "config-not-applied",
  "scope-missing",
  "setting-invalid",
  "setting-left-out",
  "board-not-on-gateway",
  "board-missing",
  "agent-not-ours",
  "agent-clash",
  "token-unreadable",
  "token-mismatch",
  "token-not-read-back",
  "token-not-written",
  "push-failed",
  "push-conflict",
  "template-error",
  "file-conflict",
  "file-blocked",
  "file-not-there",
  "file-rejected",
  "too-large",
  "plan-moved",
  "workspace-kept",
  "workspace-left",
  "session-reset-failed",
  "wake-failed",
  "main-agent-missing",
  "no-owner",
  "mirror-not-set",
  "mirror-unreachable",
  "mirror-refused",
  "mirror-schema",
  "mirror-emptied",
  "mirror-unpushed",
  "run-in-progress",
  "cancelled",
  "internal",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/**
 * An error for the operator: what happened to which thing and why (`message`), and what to do next (`hint`). Never contains
 * a secret.
 */
export class FlightDeckError extends Error {
  override readonly name = "FlightDeckError";
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
