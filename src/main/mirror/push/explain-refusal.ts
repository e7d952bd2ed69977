import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import type { MirrorRefusal } from "../../../shared/mirror-push.ts";
import { cleanMessage } from "../../vault/clean-message.ts";
import { sourceErrorCode } from "../source/explain-source-error.ts";

/**
 * Why PostgreSQL did not take a row, as part of a sentence about the row. A trigger's text may repeat the row's secrets, which are
 * masked.
 */
export function explainRefusal(error: unknown): string {
  const text = cleanMessage(messageOf(error));
  const detail = error instanceof Error && "constraint" in error && error.constraint ? ` (${error.constraint})` : "";
  switch (sourceErrorCode(error)) {
    case "23503":
      return `other rows in Mission Control depend on it, or a row that it names is not there${detail}. Delete or change it in Mission Control, then pull`;
    case "23505":
      return `Mission Control has another row with the same value${detail}`;
    case "23502":
      return `Mission Control requires a value that it does not have: ${text}`;
    case "42501":
      if (messageOf(error).includes("row-level security")) {
        return "Row-level security hides rows from the user of the URL. Give it BYPASSRLS, or use the owner of the tables";
      }
      return "the user of the URL may not write it. Grant INSERT, UPDATE and DELETE on this table";
    default:
      return text;
  }
}

const kinds: Record<string, string> = {
  gateways: "gateway",
  boards: "board",
  agents: "agent",
  board_memory: "chat line",
};

/** A row that a push could not make equal on both sides, as it is reported to the operator. */
export function rowRefused({ table, id, name, side, reason }: MirrorRefusal): FlightDeckError {
  const row = `${kinds[table] ?? table} "${name || id}"`;
  if (side === "here") {
    const message = `Mission Control's changes to ${row} were not taken over here: ${reason}.`;
    return new FlightDeckError("push-failed", message, hintsOf("push-failed").pullFirst);
  }
  return new FlightDeckError(
    "push-failed",
    `Mission Control's database did not take the record of ${row}: ${reason}.`,
    hintsOf("push-failed").correctRow,
  );
}
