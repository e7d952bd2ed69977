import type { DialectName } from "../../shared/dialect-names.ts";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { hintForWindow } from "../../shared/hint-words.ts";
import type { ConnectionView } from "../../shared/views.ts";
import { awayHint } from "./proxy-hint.ts";
import { offeredCertificateOf, pairingRequestOf } from "./refusal.ts";
import type { Waiting } from "./retry-clock.ts";

/** The state of a gateway's connection as the window shows it. Pure: every function returns the next view. */

const mostLatencies = 40;

export const unknownConnection: ConnectionView = {
  state: "unknown",
  code: null,
  message: null,
  hint: null,
  pairingRequestId: null,
  offeredCertificate: null,
  attempt: null,
  nextTryAtMs: null,
  proxy: null,
  version: null,
  dialect: null,
  latenciesMs: [],
  checkedAt: null,
};

/** What stays valid whatever happens to the connection. */
function lasting({ proxy, version, dialect, latenciesMs, checkedAt }: ConnectionView): ConnectionView {
  return { ...unknownConnection, proxy, version, dialect, latenciesMs, checkedAt };
}

export function connecting(view: ConnectionView): ConnectionView {
  return { ...lasting(view), state: "connecting" };
}

export type Answered = { proxy?: string | null; version?: string | null; dialect?: DialectName | null; at: string };

export function connected(view: ConnectionView, { proxy, version, dialect, at }: Answered): ConnectionView {
  const known = lasting(view);
  return {
    ...known,
    state: "connected",
    proxy: proxy === undefined ? known.proxy : proxy,
    version: version === undefined ? known.version : version,
    dialect: dialect === undefined ? known.dialect : dialect,
    checkedAt: at,
  };
}

export function measured(view: ConnectionView, latencyMs: number): ConnectionView {
  const rounded = Math.round(latencyMs * 10) / 10;
  return { ...view, latenciesMs: [...view.latenciesMs, rounded].slice(-mostLatencies) };
}

export function retrying(
  view: ConnectionView,
  { attempt, nextTryInMs, reason, code }: Waiting,
  nowMs: number,
): ConnectionView {
  return {
    ...lasting(view),
    state: "retrying",
    code,
    message: reason,
    hint: hintForWindow(awayHint(code, hintsOf("gateway-unreachable").retries)),
    attempt,
    nextTryAtMs: nowMs + Math.round(nextTryInMs),
  };
}

/** After a failure that retries cannot fix, or after retrying long enough. */
export function failed(view: ConnectionView, error: unknown, at: string): ConnectionView {
  const isOurs = error instanceof FlightDeckError;
  return {
    ...lasting(view),
    state: stateAfter(error),
    code: isOurs ? error.code : "gateway-call-failed",
    message: error instanceof Error ? error.message : String(error),
    hint: hintForWindow(isOurs ? error.hint : hintsOf("gateway-call-failed").check),
    pairingRequestId: pairingRequestOf(error),
    offeredCertificate: offeredCertificateOf(error),
    checkedAt: at,
  };
}

function stateAfter(error: unknown): ConnectionView["state"] {
  if (!(error instanceof FlightDeckError)) return "offline";
  if (error.code === "gateway-pairing") return "pairing";
  const isAway = ["gateway-unreachable", "gateway-no-url", "proxy-unreachable"].includes(error.code);
  return isAway ? "offline" : "refused";
}
