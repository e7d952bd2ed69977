import { agentErrors } from "./agent-errors.ts";
import { configurationErrors } from "./configuration-errors.ts";
import type { ErrorEntry } from "./error-entry.ts";
import { fileErrors } from "./file-errors.ts";
import { gatewayErrors } from "./gateway-errors.ts";
import { inputErrors } from "./input-errors.ts";
import { mirrorErrors } from "./mirror-errors.ts";
import { networkErrors } from "./network-errors.ts";
import { runErrors } from "./run-errors.ts";
import { storageErrors } from "./storage-errors.ts";
import { templateErrors } from "./template-errors.ts";
import { updateErrors } from "./update-errors.ts";

/** All error codes, each with everything that the hosts do with it. */
export const errorCatalogue = {
  ...inputErrors,
  ...templateErrors,
  ...storageErrors,
  ...gatewayErrors,
  ...networkErrors,
  ...configurationErrors,
  ...agentErrors,
  ...fileErrors,
  ...mirrorErrors,
  ...runErrors,
  ...updateErrors,
} satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

export const errorCodes = Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]];

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorCatalogue, text);
}

/** The entry of a code, for questions that are the same for all codes. */
export function errorEntry(code: ErrorCode): ErrorEntry {
  return errorCatalogue[code];
}

/** The hints of a code, by situation. */
export function hintsOf<Code extends ErrorCode>(code: Code): (typeof errorCatalogue)[Code]["hints"] {
  return errorCatalogue[code].hints;
}
