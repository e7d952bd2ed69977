import { FlightDeckError } from "../../shared/errors.ts";
import { type GatewayNotification, type NotificationSink, triedForHours } from "../../shared/notifications.ts";
import type { Database } from "../database/database.ts";
import {
  claimOldest,
  deleteNotification,
  dropOldNotifications,
  longestPauseMs,
  postponeNotification,
  type WaitingNotification,
} from "../database/notifications/notification-outbox.ts";
import { noteDelivery, noteFailure, readSinkUrl } from "../database/notifications/notification-sinks.ts";
import type { Network } from "../network/network.ts";
import type { Vault } from "../vault/vault.ts";
import { bodyOf } from "./make-notification.ts";
import { defaultTimeoutMs, postWebhook } from "./post-webhook.ts";

export type Delivery = {
  database: Database;
  vault: Vault;
  network: Network;
  /** Shows a notification on the desktop; absent in hosts without one, where it waits. */
  showOnDesktop?: ((notification: GatewayNotification) => void) | undefined;
  signal?: AbortSignal | undefined;
  nowMs?: (() => number) | undefined;
  timeoutMs?: number | undefined;
  /** Also what waits for its next try. */
  evenIfNotDue?: boolean | undefined;
};

/** How many were taken, and why the next one was not; null if nothing more was due. */
export type Delivered = { delivered: number; problem: string | null };

const firstPauseMs = 30_000;
const hourMs = 60 * 60_000;

/** The pause after so many failed tries. */
export function pauseAfter(attempts: number): number {
  return Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs);
}

/**
 * Sends what waits for a sink, in its order, until something is not taken; that is tried again later, for a day. A process that dies
 * while it sends does so again after a minute: a notification may arrive twice, with the same id.
 * @throws the reason of `signal`
 */
export async function deliverTo(sink: Pick<NotificationSink, "id" | "form">, delivery: Delivery): Promise<Delivered> {
  const { database, nowMs = Date.now, timeoutMs = defaultTimeoutMs } = delivery;
  if (sink.form === "desktop") {
    dropOldNotifications(database, sink.id, nowMs() - triedForHours * hourMs);
    if (!delivery.showOnDesktop) return { delivered: 0, problem: null };
  }
  for (let delivered = 0; ; delivered += 1) {
    delivery.signal?.throwIfAborted();
    const claim = { nowMs: nowMs(), claimMs: timeoutMs + 60_000, evenIfNotDue: delivery.evenIfNotDue ?? false };
    const waiting = claimOldest(database, sink.id, claim);
    if (!waiting) return { delivered, problem: null };
    const problem = await send(sink, waiting, delivery);
    if (problem !== null) {
      postpone(waiting, problem, delivery);
      return { delivered, problem };
    }
    deleteNotification(database, waiting.seq);
    noteDelivery(database, sink.id);
  }
}

async function send(
  { id, form }: Pick<NotificationSink, "id" | "form">,
  { seq, attempts, notification }: WaitingNotification,
  { database, vault, network, showOnDesktop, signal, timeoutMs }: Delivery,
): Promise<string | null> {
  if (form === "desktop") {
    showOnDesktop?.(notification);
    return null;
  }
  try {
    const url = readSinkUrl(database, vault, id);
    if (url === null) return "its address was lost with the data key: enter it again";
    const limit = timeoutMs ? { timeoutMs } : {};
    return await postWebhook({ network, url, body: bodyOf(form, notification), signal, ...limit });
  } catch (error) {
    if (error instanceof FlightDeckError) return "its address cannot be opened with the present data key";
    // Another process, or the next start, need not wait.
    if (signal?.aborted) postponeNotification(database, seq, { attempts, nextTryAtMs: 0 });
    throw error;
  }
}

function postpone({ seq, sinkId, attempts }: WaitingNotification, problem: string, delivery: Delivery): void {
  const { database, nowMs = Date.now } = delivery;
  const tried = attempts + 1;
  postponeNotification(database, seq, { attempts: tried, nextTryAtMs: nowMs() + pauseAfter(tried) });
  noteFailure(database, sinkId, problem, dropOldNotifications(database, sinkId, nowMs() - triedForHours * hourMs));
}
