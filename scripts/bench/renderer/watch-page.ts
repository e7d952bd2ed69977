import { fileURLToPath } from "node:url";
import type { CDPSession, Page } from "@playwright/test";
import { CpuClock } from "./cpu-clock.ts";

export type LongTask = {
  /** Wall-clock time. */
  durationMs: number;
  /** CPU time. */
  workedMs: number;
  /** What ran in it, the longest first: "WebSocket.onmessage index-abc.js 40 ms". */
  blame: string[];
};

export type StepFigures = {
  step: string;
  seconds: number;
  tasks: LongTask[];
  /** After a garbage collection at the end of the step. */
  heapMb: number;
  peakHeapMb: number;
};

type Reported = { startedAtMs: number; durationMs: number };
type ReportedFrame = Reported & { scripts: { what: string; startedAtMs: number; durationMs: number }[] };

const sampleEveryMs = 250;

/** Observes a page's main thread and memory, step by step, also across reloads. */
export class PageWatch {
  readonly #page: Page;
  readonly #session: CDPSession;
  readonly #cpu = new CpuClock();
  #tasks: Reported[] = [];
  #frames: ReportedFrame[] = [];

  private constructor(page: Page, session: CDPSession) {
    this.#page = page;
    this.#session = session;
  }

  /** @param page a page that has not loaded anything yet */
  static async start(page: Page): Promise<PageWatch> {
    const session = await page.context().newCDPSession(page);
    const watch = new PageWatch(page, session);
    await page.exposeFunction("reportTask", (task: Reported) => watch.#tasks.push(task));
    await page.exposeFunction("reportFrame", (frame: ReportedFrame) => watch.#frames.push(frame));
    await page.addInitScript({ path: fileURLToPath(new URL("report-long-tasks.js", import.meta.url)) });
    return watch;
  }

  /** Runs an action, waits until the page is idle, and returns what that took. */
  async step(name: string, act: () => Promise<void>): Promise<StepFigures> {
    this.#cpu.watch(await this.#rendererPid());
    this.#tasks = [];
    this.#frames = [];
    let peakHeapMb = 0;
    const sample = async () => {
      peakHeapMb = Math.max(peakHeapMb, await this.#heapMb().catch(() => 0));
    };
    const timer = setInterval(sample, sampleEveryMs);
    const startedAtMs = performance.now();
    try {
      await act();
      const seconds = (performance.now() - startedAtMs) / 1_000;
      await this.#rest();
      await sample();
      const tasks = this.#tasks.map((task) => ({
        durationMs: task.durationMs,
        workedMs: this.#cpu.workedMs(task.startedAtMs, task.durationMs),
        blame: blameFor(task, this.#frames),
      }));
      await this.#session.send("HeapProfiler.collectGarbage");
      const heapMb = await this.#heapMb();
      // The time of the collection itself does not belong to the page.
      await this.#rest();
      return { step: name, seconds, tasks, heapMb, peakHeapMb };
    } finally {
      clearInterval(timer);
    }
  }

  close(): void {
    this.#cpu.close();
  }

  /** Finds the page's renderer process: Chromium keeps spare ones, so it is the one that becomes busy on command. */
  async #rendererPid(): Promise<number | null> {
    const before = await this.#cpuSeconds();
    // Shorter than a long task.
    await this.#page.evaluate("for (const until = performance.now() + 40; performance.now() < until; );");
    const grown = (await this.#cpuSeconds()).map(({ id, cpuTime }) => ({
      id,
      seconds: cpuTime - (before.find((one) => one.id === id)?.cpuTime ?? 0),
    }));
    return grown.toSorted((one, other) => other.seconds - one.seconds)[0]?.id ?? null;
  }

  async #cpuSeconds(): Promise<{ id: number; cpuTime: number }[]> {
    const session = await this.#page.context().browser()?.newBrowserCDPSession();
    const { processInfo } = (await session?.send("SystemInfo.getProcessInfo")) ?? { processInfo: [] };
    await session?.detach();
    return processInfo.filter(({ type }) => type === "renderer");
  }

  async #rest(): Promise<void> {
    await this.#page.evaluate("new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2_000 }))");
    await this.#page.waitForTimeout(500);
  }

  async #heapMb(): Promise<number> {
    return (await this.#session.send("Runtime.getHeapUsage")).usedSize / 1e6;
  }
}

function blameFor(task: Reported, frames: ReportedFrame[]): string[] {
  const endsAtMs = task.startedAtMs + task.durationMs;
  return frames
    .flatMap(({ scripts }) => scripts)
    .filter((script) => script.startedAtMs < endsAtMs && script.startedAtMs + script.durationMs > task.startedAtMs)
    .sort((one, other) => other.durationMs - one.durationMs)
    .map(({ what, durationMs }) => `${what} ${Math.round(durationMs)} ms`);
}
