import { codeOf } from "./code-of.ts";
import type { ErrorCode } from "./errors/catalogue.ts";
import type { Hint } from "./hint-words.ts";

export { type ErrorCode, errorCodes, errorEntry, hintsOf, isErrorCode } from "./errors/catalogue.ts";
export type { Remedy } from "./errors/error-entry.ts";

/**
 * An error for the operator: what happened to which thing and why (`message`), and what to do next (`hint`, from the error
 * catalogue). Never contains a secret.
 */
export class FlightDeckError extends Error {
  override readonly name = "FlightDeckError";
  readonly code: ErrorCode;
  readonly hint: Hint;

  constructor(code: ErrorCode, message: string, hint: Hint, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}

/** Whether the system refused something for one of these reasons, such as `ENOENT`. */
export function isSystemError(error: unknown, ...codes: string[]): boolean {
  return codes.includes(codeOf(error));
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
