import { readFileSync } from "node:fs";

const sampleEveryMs = 10;

/**
 * How much of a time span a process's main thread has worked, and not waited for a core: on a machine that others use, a task's
 * time by the clock says more about them. Linux only.
 */
export class CpuClock {
  #pid: number | null = null;
  #samples: { atMs: number; usedMs: number }[] = [];
  readonly #timer = setInterval(() => this.#sample(), sampleEveryMs);

  /** Begins anew with this process. */
  watch(pid: number | null): void {
    this.#pid = pid;
    this.#samples = [];
    this.#sample();
  }

  /** @returns milliseconds, to about ten of them; the whole span where nothing is known */
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
