import { ORPCError } from "@orpc/client";
import { type ErrorCode, errorCodes, hintsOf, messageOf } from "../../shared/errors.ts";
import { hintForWindow } from "../../shared/hint-words.ts";
import { ConnectionLostError } from "./keep-connected.ts";

/** A failure as a screen shows it: what happened, and what to do next. */
export type OperatorError = { code: ErrorCode | null; message: string; hint: string };

/** Turns whatever a call threw into a message that an operator can act on. */
export function toOperatorError(error: unknown): OperatorError {
  if (error instanceof ConnectionLostError) {
    return {
      code: null,
      message: error.message,
      hint: "Flight Deck reconnects by itself. Check the result before you try again: the action may have been carried out.",
    };
  }
  if (error instanceof ORPCError && isOperatorData(error.data)) {
    return { code: codeOf(error.data.code), message: error.message, hint: hintForWindow(error.data.hint) };
  }
  if (error instanceof ORPCError && error.code === "BAD_REQUEST") {
    return { code: "bad-input", message: describeIssues(error), hint: hintForWindow(hintsOf("bad-input").correct) };
  }
  return {
    code: "internal",
    message: messageOf(error),
    hint: hintForWindow(hintsOf("internal").exportDiagnostics),
  };
}

function isOperatorData(data: unknown): data is { code: string; hint: string } {
  return typeof data === "object" && data !== null && "hint" in data && typeof data.hint === "string";
}

function codeOf(text: unknown): ErrorCode | null {
  return errorCodes.find((code) => code === text) ?? null;
}

/** The first problem that main's validation found, with the path of the field. */
function describeIssues(error: ORPCError<string, unknown>): string {
  const data = error.data as { issues?: { message: string; path?: (string | number)[] }[] } | undefined;
  const [first] = data?.issues ?? [];
  if (!first) return error.message;
  const field = first.path?.join(".");
  return field ? `${field}: ${first.message}` : first.message;
}
