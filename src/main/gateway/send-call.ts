import { awake } from "../awake/awake.ts";
import { abortable, withCancelGrace } from "./abortable.ts";
import type { CallOptions } from "./call-options.ts";
import { GatewayCallError, NoAnswerError, oversized } from "./failure.ts";
import type { GatewayLink } from "./open-link.ts";

export type SendOptions = {
  link: GatewayLink;
  method: string;
  params: unknown;
  options: CallOptions;
  /** How long a read may wait while other calls are answered; null for the whole time limit. */
  readAgainAfterMs: number | null;
  onSent: () => void;
  /** Called repeatedly for a call that takes long and is not repeated. */
  onPending: (pending: Pending) => void;
};

/** A call that is still in flight. */
export type Pending = { method: string; waitedMs: number; limitMs: number; expectedMs: number | null };

export const defaultTimeoutMs = 60_000;
const firstPendingMs = 10_000;
const nextPendingMs = 30_000;
/** The size of a message besides the parameters of a call. */
const envelopeBytes = 1_000;

/**
 * Sends a call once and waits for its answer.
 *
 * @throws GatewayCallError for a call that is too large to be sent; what the link throws; NoAnswerError
 */
export async function sendCall(send: SendOptions): Promise<unknown> {
  const { link, method, params, options, onSent } = send;
  const { kind = "read", timeoutMs = defaultTimeoutMs, signal } = options;
  refuseOversized(link, method, params);
  if (kind === "read") return read(send, timeoutMs);
  const stop = kind === "once" ? watchPending(send, timeoutMs) : () => {};
  try {
    return await withCancelGrace(link.request(method, params, { timeoutMs, onSent }), signal);
  } finally {
    stop();
  }
}

/**
 * A read whose answer was lost does not wait its whole time limit: if other calls are answered meanwhile, the gateway is well.
 */
async function read(send: SendOptions, timeoutMs: number): Promise<unknown> {
  const { link, method, params, options, readAgainAfterMs, onSent } = send;
  const request = link.request(method, params, { timeoutMs, onSent });
  if (readAgainAfterMs === null) return abortable(request, options.signal);
  const sentAtMs = awake.nowMs();
  const lost = Promise.withResolvers<never>();
  const look = () => {
    if (link.lastHeardAtMs() > sentAtMs) lost.reject(new NoAnswerError(method, awake.nowMs() - sentAtMs));
  };
  const timer = setInterval(look, readAgainAfterMs);
  try {
    return await abortable(Promise.race([request, lost.promise]), options.signal);
  } finally {
    clearInterval(timer);
  }
}

function watchPending({ method, options, onPending }: SendOptions, limitMs: number): () => void {
  const sentAtMs = awake.nowMs();
  const tell = () => {
    const waitedMs = Math.round(awake.nowMs() - sentAtMs);
    onPending({ method, waitedMs, limitMs, expectedMs: options.expectedMs ?? null });
    timer = setTimeout(tell, nextPendingMs);
  };
  let timer = setTimeout(tell, firstPendingMs);
  return () => clearTimeout(timer);
}

/** A call that is too large ends the connection for everything in flight. */
function refuseOversized({ maxMessageBytes }: GatewayLink, method: string, params: unknown): void {
  const sizeBytes = Buffer.byteLength(JSON.stringify(params ?? null)) + envelopeBytes;
  if (sizeBytes <= maxMessageBytes) return;
  throw new GatewayCallError(method, { ...oversized(maxMessageBytes, "what was to be sent"), kind: "permanent" });
}
