import type { Backup, BackupProblem } from "../../shared/backups.ts";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { listBackups } from "../database/backups/backup-files.ts";
import { makeBackup } from "../database/backups/make-backup.ts";
import { isDayApart } from "../database/is-day-apart.ts";
import type { Database } from "../database/open-database.ts";
import type { ChangeFeed } from "../runs/change-feed.ts";
import type { FaultLog } from "./fault-log.ts";

export type DailyBackupsOptions = { database: Database; dataDir: string; changes: ChangeFeed; log: FaultLog };

const lookEveryMs = 60_000;

/** Makes a backup each day while a host is open. One that fails is tried again at every look and stops nothing. */
export class DailyBackups {
  readonly #options: DailyBackupsOptions;
  #problem: BackupProblem | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: DailyBackupsOptions) {
    this.#options = options;
  }

  /** Why the backup of today could not be made; null if there is one, or none is due. */
  get problem(): BackupProblem | null {
    return this.#problem;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.look(), lookEveryMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Makes the backup of this day, if it is due. */
  look(now = new Date()): void {
    const { database, dataDir } = this.#options;
    try {
      if (!isDailyDue(listBackups(dataDir), now)) return;
      makeBackup(database, { dataDir, reason: "daily", now });
      this.#tell(null);
    } catch (error) {
      const hint = error instanceof FlightDeckError ? error.hint : hintsOf("backup-failed").room;
      this.#tell({ message: messageOf(error), hint }, error);
    }
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
