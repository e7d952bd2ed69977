import type { Backup, BackupProblem, BackupReason } from "../../shared/backups.ts";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { listBackups } from "../database/backups/backup-files.ts";
import { makeBackup } from "../database/backups/make-backup.ts";
import { isDayApart } from "../database/is-day-apart.ts";
import type { Database } from "../database/open-database.ts";
import type { ChangeFeed } from "../runs/change-feed.ts";
import type { FaultLog } from "./fault-log.ts";

export type HostBackupsOptions = { database: Database; dataDir: string; changes: ChangeFeed; log: FaultLog };

const lookEveryMs = 60_000;

/**
 * The backups that a host makes while it is open: one each day, and those that an operator asks for. One at a time; calls are answered
 * meanwhile. A daily one that fails is tried again at every look and stops nothing.
 */
export class HostBackups {
  readonly #options: HostBackupsOptions;
  readonly #stopping = new AbortController();
  #problem: BackupProblem | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** Settles when no backup is being made. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: HostBackupsOptions) {
    this.#options = options;
  }

  /** Why the backup of today could not be made; null if there is one, or none is due. */
  get problem(): BackupProblem | null {
    return this.#problem;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.look(), lookEveryMs).unref();
  }

  /** Gives up a backup that is being made, and makes no more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort(new Error("Flight Deck is closing"));
    await this.#last;
  }

  /** Makes a backup for an operator. @throws FlightDeckError backup-failed, database-missing */
  async makeByHand(): Promise<Backup> {
    const backup = await this.#next(() => this.#make("by-hand", new Date()));
    this.#options.changes.emit("settings");
    return backup;
  }

  /** Makes the backup of this day, if it is due. Never fails. */
  look(now = new Date()): Promise<void> {
    return this.#next(() => this.#makeDaily(now));
  }

  async #makeDaily(now: Date): Promise<void> {
    try {
      if (this.#stopping.signal.aborted || !isDailyDue(listBackups(this.#options.dataDir), now)) return;
      await this.#make("daily", now);
      this.#tell(null);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      const hint = error instanceof FlightDeckError ? error.hint : hintsOf("backup-failed").room;
      this.#tell({ message: messageOf(error), hint }, error);
    }
  }

  #make(reason: BackupReason, now: Date): Promise<Backup> {
    const { database, dataDir } = this.#options;
    return makeBackup(database, { dataDir, reason, now }, this.#stopping.signal);
  }

  #next<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }

  #tell(problem: BackupProblem | null, err?: unknown): void {
    const isNews = problem?.message !== this.#problem?.message;
    this.#problem = problem;
    if (problem && isNews) this.#options.log.error({ err }, "the daily backup could not be made");
    if (!problem || isNews) this.#options.changes.emit("settings");
  }
}

/** Whether the latest daily backup is a day away, in the past or, after the clock was set back, in the future. */
export function isDailyDue(backups: readonly Backup[], now: Date): boolean {
  const latest = backups.find(({ reason }) => reason === "daily");
  return !latest || isDayApart(Date.parse(latest.madeAt), now.getTime());
}
