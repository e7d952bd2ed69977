import type { ErrorCode } from "../../shared/errors.ts";

/** Why a proxy did not lead to where it should. */
export type ProxyErrorCode = Extract<ErrorCode, `proxy-${string}`>;

/** Whether trying again may help: `passing` is away at present, `unknown-host` has a name that no DNS knows now. */
type ProxyErrorKind = "lasting" | "passing" | "unknown-host";

/** A proxy that was not reached, refused, or cannot be used. Its message is the end of a sentence and has no secret. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
  readonly code: ProxyErrorCode;
  readonly kind: ProxyErrorKind;

  constructor(code: ProxyErrorCode, message: string, kind: ProxyErrorKind = "lasting") {
    super(message);
    this.code = code;
    this.kind = kind;
  }
}
