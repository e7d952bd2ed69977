import { readFileSync } from "node:fs";

const sampleEveryMs = 10;

/**
 * Measures how much CPU time a process's main thread used in a time span. On a shared machine, wall-clock time says more
 * about other processes. Linux only.
 */
export class CpuClock {
  #pid: number | null = null;
  #samples: { atMs: number; usedMs: number }[] = [];
  readonly #timer = setInterval(() => this.#sample(), sampleEveryMs);

  /** Starts measuring this process. */
  watch(pid: number | null): void {
    this.#pid = pid;
    this.#samples = [];
    this.#sample();
  }

  /** @returns milliseconds, accurate to about ten; the whole span when it cannot be measured */
  workedMs(fromMs: number, durationMs: number): number {
    const before = this.#samples.findLast(({ atMs }) => atMs <= fromMs);
    const after = this.#samples.find(({ atMs }) => atMs >= fromMs + durationMs);
    if (!before || !after) return durationMs;
    return Math.min(durationMs, after.usedMs - before.usedMs);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #sample(): void {
    if (this.#pid === null) return;
    try {
      const [usedNs] = readFileSync(`/proc/${this.#pid}/task/${this.#pid}/schedstat`, "utf8").split(" ");
      this.#samples.push({ atMs: Date.now(), usedMs: Number(usedNs) / 1e6 });
    } catch {
      // Not Linux, or the process has ended.
      this.#pid = null;
    }
  }
}
