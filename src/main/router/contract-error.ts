import { ORPCError, ValidationError } from "@orpc/server";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { explainStorageTrouble } from "../database/explain-database-failure.ts";
import { GatewayCallError } from "../gateway/failure.ts";
import { callRefusal } from "../gateway/refusal.ts";
import type { FaultLog } from "../operations/fault-log.ts";

export type FailureScene = { path: readonly string[]; signal: AbortSignal | undefined; log: FaultLog };

/** What a renderer is told of a failure: an operator's error in full, an internal one only as such. */
export function toContractError(error: unknown, { path, signal, log }: FailureScene): unknown {
  if (signal?.aborted) return error;
  if (error instanceof FlightDeckError) return operatorError(error);
  if (error instanceof GatewayCallError)
    return operatorError(
      callRefusal(`The gateway refused ${error.method}`, error, hintsOf("gateway-call-failed").tryAgain),
    );
  if (error instanceof ORPCError && error.cause instanceof ValidationError) return operatorError(badInput(error.cause));
  const trouble = explainStorageTrouble(error);
  if (trouble) {
    log.error({ err: error, call: path.join(".") }, "the database could not be used");
    return operatorError(trouble);
  }
  // Neither the input nor the context: both may contain a token.
  log.error({ err: error, call: path.join(".") }, "a call of the renderer failed");
  return new ORPCError("INTERNAL_SERVER_ERROR", { message: "Something went wrong in Flight Deck. See the log file." });
}

function operatorError({
  code,
  message,
  hint,
}: FlightDeckError): ORPCError<"FLIGHT_DECK", { code: string; hint: string }> {
  return new ORPCError("FLIGHT_DECK", { status: 422, message, data: { code, hint } });
}

function badInput({ issues }: ValidationError): FlightDeckError {
  const lines = issues.map(({ path, message }) => {
    const field = (path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join(".");
    return field ? `${field}: ${message}` : message;
  });
  return new FlightDeckError("bad-input", lines.join("\n"), hintsOf("bad-input").correct);
}
