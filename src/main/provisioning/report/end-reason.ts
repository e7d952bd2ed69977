import { FlightDeckError } from "../../../shared/errors.ts";
import type { EndReason } from "../../../shared/outcome-reasons.ts";
import { explainStorageTrouble } from "../../database/explain-database-failure.ts";
import { GatewayCallError } from "../../gateway/failure.ts";
import { isFatal } from "../../gateway/refusal.ts";
import { isAppEnding } from "../model/app-ends.ts";
import type { RunContext } from "./run-context.ts";

const lostCodes = new Set(["gateway-unreachable", "proxy-unreachable"]);

/** Why a run ends early that threw `error`. */
export function endReasonOf({ signal, missionControl }: RunContext, error: unknown): EndReason {
  if (missionControl?.lost.aborted) return "run-stopped";
  if (signal.aborted) return isAppEnding(signal) ? "app-ended" : "cancelled";
  if (explainStorageTrouble(error)) return "no-database";
  if (isFatal(error)) return lostCodes.has(error.code) ? "gateway-lost" : "gateway-refused";
  return error instanceof FlightDeckError || error instanceof GatewayCallError ? "run-stopped" : "fault";
}
