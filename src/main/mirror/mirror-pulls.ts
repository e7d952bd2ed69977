import { FlightDeckError } from "../../shared/errors.ts";
import type { MirrorError, MirrorProgress, MirrorPullReport } from "../../shared/mirror.ts";
import type { MirrorPushReport } from "../../shared/mirror-push.ts";
import { countUnpushed } from "../database/mirror/mirror-rows.ts";
import { countChanges, isWritable, readMirrorPollSeconds, readMirrorSource } from "../database/mirror/mirror-source.ts";
import type { Database } from "../database/open-database.ts";
import type { Vault } from "../vault/vault.ts";
import { applicationName } from "./application-name.ts";
import { isPulled } from "./is-pulled.ts";
import { pullFromSource } from "./pull/pull-from-source.ts";
import { rowRefused } from "./push/explain-refusal.ts";
import { pushToSource } from "./push/push-to-source.ts";

/** Who wants to know about the pulls of this process. */
export type MirrorFollower = {
  /** A pull began, made progress, or failed. */
  onProgress: () => void;
  /** A pull has ended well; the records may have changed. */
  onPulled: () => void;
  /** An unexpected error in a pull that nothing waits for. */
  onFault: (error: unknown) => void;
  /** Whether nothing is to be exchanged now, such as just after the machine woke up. */
  isHeld?: () => boolean;
};

const lookEveryMs = 1_000;
const mostProblemsShown = 20;

/**
 * Runs the pulls of this process, one at a time: on request and, in a host that stays open, at the source's interval. Also runs
 * its pushes: on request, and within seconds of a change.
 */
export class MirrorPulls {
  readonly #services: { database: Database; vault: Vault };
  #follower: MirrorFollower | undefined;
  readonly #closing = new AbortController();
  #running: { full: boolean; report: Promise<MirrorPullReport> } | undefined;
  #progress: MirrorProgress | null = null;
  #lastEndedAtMs = 0;
  /** The changes here that have been pushed, or that PostgreSQL did not take. */
  #pushedChanges = 0;
  #pushProblems: MirrorError[] = [];
  #isLooking = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(services: { database: Database; vault: Vault }) {
    this.#services = services;
  }

  follow(follower: MirrorFollower): void {
    this.#follower = follower;
  }

  /** What a pull in progress has read; null if there is none. */
  get progress(): MirrorProgress | null {
    return this.#progress;
  }

  /** Why the last push of this process did not write everything. */
  get pushProblems(): MirrorError[] {
    return this.#pushProblems;
  }

  /** Pushes now. @throws as `pushToSource` */
  async push(signal?: AbortSignal): Promise<MirrorPushReport> {
    const request = { ...this.#services, applicationName: applicationName(), signal: this.#untilClosed(signal) };
    try {
      const report = await pushToSource(request);
      this.#pushProblems = report.refused.slice(0, mostProblemsShown).map((refusal) => toProblem(rowRefused(refusal)));
      return report;
    } catch (error) {
      if (error instanceof FlightDeckError) this.#pushProblems = [toProblem(error)];
      throw error;
    } finally {
      this.#follower?.onProgress();
    }
  }

  /**
   * Pulls now. A pull in progress is waited for instead, unless it reads only changes and `full` is asked for.
   * @throws as `pullFromSource`
   */
  async pull({ full = false, signal }: { full?: boolean; signal?: AbortSignal } = {}): Promise<MirrorPullReport> {
    while (this.#running) {
      if (this.#running.full || !full) return this.#running.report;
      await this.#running.report.catch(() => undefined);
    }
    const report = this.#run(full, signal);
    this.#running = { full, report };
    try {
      const pulled = await report;
      this.#follower?.onPulled();
      return pulled;
    } finally {
      this.#running = undefined;
      this.#progress = null;
      this.#lastEndedAtMs = Date.now();
      this.#follower?.onProgress();
    }
  }

  /** Pulls at once, and then at the source's interval. Pushes what was changed here within seconds. */
  start(): void {
    this.#timer ??= setInterval(() => void this.#look(), lookEveryMs).unref();
  }

  /** Ends a pull in progress; nothing of it is kept. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#closing.abort();
    await this.#running?.report.catch(() => undefined);
  }

  async #look(): Promise<void> {
    if (this.#isLooking || this.#follower?.isHeld?.()) return;
    this.#isLooking = true;
    try {
      await this.#pushChanges();
      const pollSeconds = readMirrorPollSeconds(this.#services.database);
      if (pollSeconds === null || this.#running) return;
      if (Date.now() - this.#lastEndedAtMs < pollSeconds * 1_000) return;
      await this.pull();
      this.#pushedChanges = 0;
    } catch (error) {
      // Failures that an operator can act on are shown as the mirror's state.
      if (!(error instanceof FlightDeckError) && !this.#closing.signal.aborted) this.#follower?.onFault(error);
    } finally {
      this.#isLooking = false;
    }
  }

  /** What is not taken, or cannot be pushed now, is tried again after the next pull. */
  async #pushChanges(): Promise<void> {
    const { database, vault } = this.#services;
    const changes = countChanges(database);
    if (changes === this.#pushedChanges || countUnpushed(database) === 0 || !isPulled(database)) return;
    this.#pushedChanges = changes;
    const source = readMirrorSource(database, vault);
    if (!source || !isWritable(source)) return;
    await this.push();
    this.#follower?.onPulled();
  }

  #untilClosed(signal?: AbortSignal): AbortSignal {
    return signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
  }

  #run(full: boolean, signal?: AbortSignal): Promise<MirrorPullReport> {
    this.#progress = { table: "", rows: 0 };
    this.#follower?.onProgress();
    return pullFromSource({
      ...this.#services,
      full,
      applicationName: applicationName(),
      signal: this.#untilClosed(signal),
      onProgress: (progress) => {
        this.#progress = progress;
        this.#follower?.onProgress();
      },
    });
  }
}

function toProblem({ code, message, hint }: FlightDeckError): MirrorError {
  return { code, message, hint };
}
