import type { ErrorCode } from "../../shared/errors.ts";

/** Why a proxy did not lead to where it should. */
export type ProxyErrorCode = Extract<ErrorCode, `proxy-${string}`>;

/** A proxy that was not reached, refused, or cannot be used. Its message is the end of a sentence and has no secret. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
  readonly code: ProxyErrorCode;
  /** Trying again may help: it is away, or does not reach the host at present. */
  readonly isPassing: boolean;

  constructor(code: ProxyErrorCode, message: string, isPassing = false) {
    super(message);
    this.code = code;
    this.isPassing = isPassing;
  }
}

/** What every message about a proxy whose host name is not known begins with. */
export const unknownProxy = "the host name of the proxy";
