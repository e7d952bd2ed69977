import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { hintForWindow } from "../../../shared/hint-words.ts";
import { readsFeed, type UpdateFeed, type UpdateView } from "../../../shared/updates.ts";
import { listGateways } from "../../database/gateways.ts";
import type { Database } from "../../database/open-database.ts";
import { readUpdateFeed, saveUpdateFeed } from "../../database/update-feed.ts";
import { tryLockGateway } from "../../provisioning/model/run-lock.ts";
import type { ChangeFeed } from "../../runs/change-feed.ts";
import type { FaultLog } from "../fault-log.ts";
import { checkFeed } from "./check-feed.ts";
import { explainUpdateFailure } from "./explain-update-failure.ts";
import type { Updater } from "./updater.ts";

export type AppUpdatesOptions = {
  database: Database;
  dataDir: string;
  changes: ChangeFeed;
  log: FaultLog;
  /** Absent in a host that is updated elsewhere. */
  updater: Updater | undefined;
};

type Gateway = { id: string; name: string };

/** `signal` cancels a check. `former` ends with the check that this one follows, which was cancelled. */
type CheckOptions = { signal: AbortSignal; former: Promise<void> | undefined };

const lookEveryMs = 60 * 60_000;
const checkEveryMs = 24 * 60 * 60_000;

const nothingKnown = { step: "idle", version: null, percent: 0, checkedAt: null, problem: null } as const;

/**
 * New versions of Flight Deck: looks for one at the start and each day, if the operator has named a feed, and downloads it. Without a
 * feed there is no request, and the updater is never called.
 */
export class AppUpdates {
  readonly #options: AppUpdatesOptions;
  #state: Omit<UpdateView, "kind" | "feed"> = nothingKnown;
  #checkedAtMs = Number.NEGATIVE_INFINITY;
  /** A check in progress, which a change of the feed cancels. */
  #check: { stopping: AbortController; done: Promise<void> } | null = null;
  /** The gateways when the process began to end with a version that may be installed; null while none may. */
  #gatewaysAtQuit: Gateway[] | null = null;

  constructor(options: AppUpdatesOptions) {
    this.#options = options;
  }

  /** @returns stops it */
  start(): () => void {
    this.checkIfDue(Date.now());
    const timer = setInterval(() => this.checkIfDue(Date.now()), lookEveryMs).unref();
    return () => {
      clearInterval(timer);
      this.#check?.stopping.abort();
    };
  }

  view(): UpdateView {
    const { database, updater } = this.#options;
    return { kind: updater?.kind ?? "served", feed: readUpdateFeed(database), ...this.#state };
  }

  /** Reads the feed, if a day has passed and nothing waits to be installed. */
  checkIfDue(nowMs: number): void {
    if (nowMs - this.#checkedAtMs < checkEveryMs || this.#state.step === "ready") return;
    void this.check(nowMs);
  }

  /** @throws FlightDeckError bad-input */
  saveFeed(feed: UpdateFeed | null): UpdateView {
    saveUpdateFeed(this.#options.database, feed === null ? null : checkFeed(feed));
    // What another feed offered is no longer downloaded or installed.
    this.#check?.stopping.abort();
    this.#gatewaysAtQuit = null;
    this.#set(nothingKnown);
    void this.check();
    return this.view();
  }

  /** Reads the feed now and downloads what it has. Never fails: the view says what went wrong. */
  async check(nowMs = Date.now()): Promise<UpdateView> {
    const feed = readUpdateFeed(this.#options.database);
    const { updater } = this.#options;
    if (feed !== null && updater && readsFeed(updater.kind)) {
      this.#checkedAtMs = nowMs;
      if (this.#check === null || this.#check.stopping.signal.aborted) {
        const stopping = new AbortController();
        const done = this.#checkFeed(feed, updater, { signal: stopping.signal, former: this.#check?.done });
        this.#check = { stopping, done };
      }
      await this.#check.done;
    }
    return this.view();
  }

  /** @throws FlightDeckError run-in-progress, also for other processes; update-failed if no version is ready */
  restart(): void {
    const { updater } = this.#options;
    if (!updater || this.#state.step !== "ready") {
      const what = "No new version is ready to be installed.";
      throw new FlightDeckError("update-failed", what, hintsOf("update-failed").nothingReady);
    }
    const busy = this.#busyGateways();
    if (busy.length > 0) {
      const what = `A run is in progress on ${busy.map((name) => `"${name}"`).join(", ")}, and an update would cut it off.`;
      throw new FlightDeckError("run-in-progress", what, hintsOf("run-in-progress").wait);
    }
    if (!updater.isAlone()) {
      const what =
        "An update would end another Flight Deck of this computer: a command in a terminal, or a second window.";
      throw new FlightDeckError("run-in-progress", what, hintsOf("run-in-progress").otherProcess);
    }
    updater.restart();
  }

  /** Call it when the process begins to end. */
  prepareToQuit(): void {
    const mayInstall = this.#state.step === "ready" && this.#busyGateways().length === 0;
    this.#gatewaysAtQuit = mayInstall ? listGateways(this.#options.database) : null;
  }

  /**
   * Whether a version that was ready when the process began to end is installed now. It looks for runs again, because closing takes
   * seconds in which another process may have begun one. The database may be closed.
   */
  mayInstall(): boolean {
    const { dataDir, updater } = this.#options;
    if (this.#gatewaysAtQuit === null || !updater?.isAlone()) return false;
    return busyAmong(this.#gatewaysAtQuit, dataDir).length === 0;
  }

  async #checkFeed(feed: UpdateFeed, updater: Updater, { signal, former }: CheckOptions): Promise<void> {
    const { log } = this.#options;
    try {
      this.#set({ ...nothingKnown, step: "checking" });
      // The updater has one check and one download at a time, and answers a second one with the first.
      await former;
      if (signal.aborted) return;
      const version = await updater.find(feed);
      if (signal.aborted) return;
      const found = { ...nothingKnown, version, checkedAt: new Date().toISOString() };
      if (version === null || updater.kind !== "self") {
        return this.#set({ ...found, step: version === null ? "idle" : "available" });
      }
      this.#set({ ...found, step: "downloading" });
      await updater.download((percent) => {
        const isMore = Math.floor(percent) > this.#state.percent;
        if (isMore && !signal.aborted) this.#set({ percent: Math.floor(percent) });
      }, signal);
      if (!signal.aborted) this.#set({ step: "ready", percent: 100 });
    } catch (err) {
      if (signal.aborted) return;
      log.error({ err }, "an update failed");
      const { message, hint } = explainUpdateFailure(err, feed);
      this.#set({ step: "failed", problem: { message, hint: hintForWindow(hint) } });
    } finally {
      if (this.#check?.stopping.signal === signal) this.#check = null;
    }
  }

  #set(change: Partial<Omit<UpdateView, "kind" | "feed">>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.changes.emit("app");
  }

  /** The gateways with a run of any process. */
  #busyGateways(): string[] {
    return busyAmong(listGateways(this.#options.database), this.#options.dataDir);
  }
}

function busyAmong(gateways: Gateway[], dataDir: string): string[] {
  return gateways.flatMap(({ id, name }) => {
    const letGo = tryLockGateway(dataDir, id);
    letGo?.();
    return letGo === null ? [name] : [];
  });
}
