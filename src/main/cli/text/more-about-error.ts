import { commandName } from "../../../shared/command-name.ts";
import type { ErrorCode } from "../../../shared/errors.ts";

/** The command that explains an error. Printed once for each code. */
export function moreAboutError(code: ErrorCode): string {
  return `More: ${commandName()} help ${code}`;
}
