import type { GatewayNotification, NotificationSink } from "../../shared/notifications.ts";
import type { Database } from "../database/database.ts";
import { readKindsTold } from "../database/notifications/notification-kinds.ts";
import { listSinks } from "../database/notifications/notification-sinks.ts";
import type { Network } from "../network/network.ts";
import type { Vault } from "../vault/vault.ts";
import { deliverTo } from "./deliver.ts";
import type { Presence } from "./find-problems.ts";
import { lookForChanges } from "./look-for-changes.ts";

export type NotifierOptions = {
  database: Database;
  vault: Vault;
  network: Network;
  ownAddress: () => string | null;
  presenceOf: (gatewayId: string) => Presence;
  /** Keeps asking gateways whether they are there. @returns stops it */
  watchGateways: () => () => void;
  /** Whether nothing is to be found out or sent now, such as just after the machine woke up. */
  isHeld?: () => boolean;
  /** Throws while the records must not be touched. */
  requireQuiet: () => void;
  /** The state of a sink changed. */
  onChange: () => void;
  /** Called for unexpected errors. */
  onFault: (error: unknown) => void;
  nowMs?: (() => number) | undefined;
};

const lookEveryMs = 10_000;

/** Looks for what is to be told and delivers it while a host is open. Nothing waits for it. */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #closing = new AbortController();
  #showOnDesktop: ((notification: GatewayNotification) => void) | undefined;
  /** The sinks that are being sent to. */
  readonly #sending = new Map<string, Promise<void>>();
  #stopWatching: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  /** From now on, what is for the desktop is shown. */
  showOnDesktop(show: (notification: GatewayNotification) => void): void {
    this.#showOnDesktop = show;
  }

  /** Shows a notification on the desktop at once. @returns false in a host without one */
  showNow(notification: GatewayNotification): boolean {
    this.#showOnDesktop?.(notification);
    return this.hasDesktop;
  }

  get hasDesktop(): boolean {
    return this.#showOnDesktop !== undefined;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.look(), lookEveryMs).unref();
  }

  /** Ends what is being sent; it is sent again at the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#closing.abort();
    this.#stopWatching?.();
    await Promise.all(this.#sending.values());
  }

  /** Looks now, and begins to deliver what is due. */
  look(): void {
    if (this.#closing.signal.aborted || this.#options.isHeld?.()) return;
    const { database, requireQuiet, ownAddress, presenceOf, onFault, nowMs = Date.now } = this.#options;
    try {
      requireQuiet();
    } catch {
      return;
    }
    try {
      this.#watchAsWanted();
      lookForChanges({ database, ownAddress: ownAddress(), presenceOf, nowMs: nowMs() });
      for (const sink of listSinks(database)) this.#deliver(sink);
    } catch (error) {
      onFault(error);
    }
  }

  /** Resolves when nothing is being sent any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#sending.values());
  }

  #watchAsWanted(): void {
    const { database, watchGateways } = this.#options;
    const isWanted = listSinks(database).length > 0 && readKindsTold(database).gateways;
    if (isWanted) this.#stopWatching ??= watchGateways();
    else {
      this.#stopWatching?.();
      this.#stopWatching = undefined;
    }
  }

  #deliver(sink: NotificationSink): void {
    if (sink.waiting === 0 || this.#sending.has(sink.id)) return;
    const sending = this.#send(sink).finally(() => this.#sending.delete(sink.id));
    this.#sending.set(sink.id, sending);
  }

  async #send(sink: NotificationSink): Promise<void> {
    const { database, vault, network, onChange, onFault, nowMs } = this.#options;
    const { signal } = this.#closing;
    try {
      const delivery = { database, vault, network, signal, nowMs, showOnDesktop: this.#showOnDesktop };
      const { delivered, problem } = await deliverTo(sink, delivery);
      if (delivered > 0 || problem !== null) onChange();
    } catch (error) {
      if (!signal.aborted) onFault(error);
    }
  }
}
