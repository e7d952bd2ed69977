import { setTimeout as sleep } from "node:timers/promises";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { RunBatch, RunRow, RunSnapshot } from "../../shared/run-views.ts";
import type { RunEvent } from "../../shared/sync.ts";
import { catchStorageTrouble } from "../database/explain-database-failure.ts";
import type { Database } from "../database/open-database.ts";
import { listRuns, readRunSummary } from "../database/read-runs.ts";
import { saveRunTimeline } from "../database/run-timelines.ts";
import { storeRunEnd, type UnstoredEnd } from "../database/store-run-end.ts";
import type { GatewayConnections } from "../gateway/connections.ts";
import { AppEndsError } from "../provisioning/model/app-ends.ts";
import type { ChangeFeed } from "./change-feed.ts";
import { endBroken } from "./end-broken-run.ts";
import { followRun } from "./follow-run.ts";
import { LiveRun } from "./live-run.ts";
import { runRowOf } from "./run-row.ts";
import { readStoredRun } from "./stored-run.ts";

/** What the hub gives a run: pass both on to its operation. */
export type RunHandle = { signal: AbortSignal; onEvent: (event: RunEvent) => void };

export type StartOptions = {
  /** This run has low priority: it ends at once when another one needs its gateway. */
  makesRoom?: boolean;
};

/** `runId` is null if the operation ended without a run, because there was nothing to do. */
export type StartedRun<Result> = { runId: string | null; result: Promise<Result> };

export type RunListOptions = {
  gatewayId?: string | undefined;
  boardId?: string | undefined;
  retryOf?: string | undefined;
  pinned?: true | undefined;
  limit: number;
};

export type RunHubOptions = {
  database: Database;
  connections: GatewayConnections;
  changes: ChangeFeed;
  /** Called for every run that begins or ends, by gateway. */
  onRun?: (gatewayId: string, state: "started" | "ended") => void;
  /** Called for unexpected errors. */
  onFault?: (error: unknown) => void;
};

/** How often a run of another process is checked. */
const otherProcessEveryMs = 1000;

/** How often lists of runs are reloaded during a run. */
const progressEveryMs = 1000;

type Carried = { run: LiveRun; abort: AbortController; ended: Promise<void>; makesRoom: boolean };

/** The runs of this process: starts them, lets windows follow them, and shows ended ones from the history. */
export class RunHub {
  readonly #options: RunHubOptions;
  readonly #live = new Map<string, Carried>();
  /** Runs that have ended, but whose end the database could not take. */
  readonly #unstored = new Map<string, { run: LiveRun; end: UnstoredEnd }>();

  constructor(options: RunHubOptions) {
    this.#options = options;
  }

  /**
   * Starts a run, which continues without followers. `operation` is a sync or an ensure of provisioning.
   * @throws what `operation` throws before its run has begun
   */
  async start<Result>(
    operation: (handle: RunHandle) => Promise<Result>,
    { makesRoom = false }: StartOptions = {},
  ): Promise<StartedRun<Result>> {
    try {
      return await this.#start(operation, makesRoom);
    } catch (error) {
      if (makesRoom || !isInProgress(error) || !(await this.#makeRoom())) throw error;
      return this.#start(operation, makesRoom);
    }
  }

  async #start<Result>(
    operation: (handle: RunHandle) => Promise<Result>,
    makesRoom: boolean,
  ): Promise<StartedRun<Result>> {
    const abort = new AbortController();
    const begun = Promise.withResolvers<string>();
    const ended = Promise.withResolvers<void>();
    let run: LiveRun | null = null;
    const onEvent = (event: RunEvent) => {
      if (event.type === "started") {
        run = this.#begin(event.runId, { abort, ended: ended.promise, makesRoom });
        begun.resolve(event.runId);
      }
      if (run) this.#push(run, event);
    };
    const result = operation({ signal: abort.signal, onEvent });
    // A caller who only wants to know that it has started can ignore the result.
    const finished = result.then(
      () => null,
      (error: unknown) => {
        if (run && !run.hasEnded) this.#break(run, error);
        return null;
      },
    );
    void finished.then(() => {
      // Ensuring an agent updates its record after its run has ended.
      this.#options.changes.emit("agents", "boards", "gateways");
      ended.resolve();
    });
    const runId = await Promise.race([begun.promise, finished]);
    if (runId === null) await result;
    return { runId, result };
  }

  /** The gateway's live run, if there is one. */
  liveRunOf(gatewayId: string): string | null {
    return this.#carried.find(({ run }) => run.row.gatewayId === gatewayId)?.run.row.id ?? null;
  }

  /** The runs in progress in this process, with the names of their gateways. */
  get liveRuns(): { runId: string; gatewayId: string; gatewayName: string }[] {
    return this.#carried.map(({ run: { row } }) => ({
      runId: row.id,
      gatewayId: row.gatewayId,
      gatewayName: row.gatewayName,
    }));
  }

  /** Runs, the latest first; live ones as they are now. */
  list({ gatewayId, boardId, retryOf, pinned, limit }: RunListOptions): RunRow[] {
    const rows = listRuns(this.#options.database, {
      limit,
      ...(gatewayId ? { gatewayId } : {}),
      ...(boardId ? { boardId } : {}),
      ...(retryOf ? { retryOf } : {}),
      ...(pinned ? { pinned } : {}),
    });
    return rows.map((row) => this.#held(row.id)?.currentRow() ?? runRowOf(row));
  }

  /** A run as a list shows it. @throws FlightDeckError not-found */
  row(runId: string): RunRow {
    return this.#live.get(runId)?.run.currentRow() ?? runRowOf(readRunSummary(this.#options.database, runId));
  }

  /** @throws FlightDeckError not-found */
  snapshot(runId: string): RunSnapshot {
    return this.#held(runId)?.snapshot() ?? readStoredRun(this.#options.database, runId);
  }

  /** See `runs.follow` of the contract. */
  async *follow(runId: string, afterSeq: number, signal?: AbortSignal): AsyncGenerator<RunBatch, void, void> {
    const held = this.#held(runId);
    if (held) return yield* followRun(held, afterSeq, signal);
    // A run of another process cannot be followed step by step: this waits for its end.
    while (!signal?.aborted && readRunSummary(this.#options.database, runId).status === "running") {
      await sleep(otherProcessEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Asks a live run to stop; it ends within a second. @throws FlightDeckError bad-input when the run is not live here */
  cancel(runId: string): void {
    this.#liveOne(runId).abort.abort();
  }

  /** Tries an absent gateway at once. @throws FlightDeckError bad-input when the run is not live here */
  retryNow(runId: string): void {
    const { gatewayId } = this.#liveOne(runId).run.row;
    this.#options.connections.of(gatewayId).clock.retryNow();
  }

  /**
   * Stops the live runs because Flight Deck has to end: each finishes the write in flight and ends as interrupted, to be resumed
   * later. Checks in the background are cancelled.
   */
  interrupt(): void {
    for (const { abort, makesRoom } of this.#carried) abort.abort(makesRoom ? undefined : new AppEndsError());
  }

  /** Cancels the live runs (of one gateway, or all) and waits until they have ended. */
  async stop(gatewayId?: string): Promise<void> {
    await stopAll(this.#carried.filter(({ run }) => gatewayId === undefined || run.row.gatewayId === gatewayId));
    catchStorageTrouble(() => this.storeEnds());
  }

  /**
   * Stores the ends of runs that the database could not take before.
   * @throws SQLite's error if it still cannot
   */
  storeEnds(): void {
    for (const [runId, { end }] of this.#unstored) {
      storeRunEnd(this.#options.database, runId, end);
      this.#unstored.delete(runId);
      this.#options.changes.emit("runs");
    }
  }

  /** A run of which this process knows more than the database. */
  #held(runId: string): LiveRun | undefined {
    return (this.#live.get(runId) ?? this.#unstored.get(runId))?.run;
  }

  /** @returns whether there was a run to end. */
  async #makeRoom(): Promise<boolean> {
    const concerned = this.#carried.filter(({ makesRoom }) => makesRoom);
    await stopAll(concerned);
    return concerned.length > 0;
  }

  get #carried(): Carried[] {
    return [...this.#live.values()];
  }

  #liveOne(runId: string): Carried {
    const carried = this.#live.get(runId);
    if (carried) return carried;
    throw new FlightDeckError(
      "bad-input",
      "This run is not in progress in this app: it has ended, or it runs in another process.",
      hintsOf("bad-input").runElsewhere,
    );
  }

  #begin(runId: string, carried: Omit<Carried, "run">): LiveRun {
    const { database, changes, onRun } = this.#options;
    const run = new LiveRun(runRowOf(readRunSummary(database, runId)));
    this.#live.set(runId, { ...carried, run });
    changes.emit("runs", "gateways");
    onRun?.(run.row.gatewayId, "started");
    return run;
  }

  #push(run: LiveRun, event: RunEvent): void {
    const { changes } = this.#options;
    run.push(event);
    if (event.type === "ended") this.#end(run, event);
    else if (run.isProgressDue(progressEveryMs)) changes.emit("runs");
  }

  #end(run: LiveRun, end: UnstoredEnd): void {
    const { database, changes, onRun } = this.#options;
    this.#live.delete(run.row.id);
    if (end.report.isStored === false) this.#unstored.set(run.row.id, { run, end });
    else catchStorageTrouble(() => saveRunTimeline(database, run.row.id, run.timeline));
    changes.emit("runs", "gateways", "boards", "agents");
    onRun?.(run.row.gatewayId, "ended");
  }

  /** A run must not throw once it has begun; one that did is ended, with an error. */
  #break(run: LiveRun, error: unknown): void {
    const { database, onFault } = this.#options;
    onFault?.(error);
    for (const event of endBroken(database, run.snapshot())) this.#push(run, event);
  }
}

async function stopAll(concerned: Carried[]): Promise<void> {
  for (const { abort } of concerned) abort.abort();
  await Promise.all(concerned.map(({ ended }) => ended));
}

function isInProgress(error: unknown): boolean {
  return error instanceof FlightDeckError && error.code === "run-in-progress";
}
