import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import type { EvaluateAnswer, EvaluateRequest, ReadyMessage } from "../../electron-harness/answer-parent.ts";
import type { Desktop, LaunchOptions } from "./desktop.ts";

const root = join(import.meta.dirname, "../../..");

/** Starts the built app in e2e/electron-harness. Resolves when Electron is ready, or when the process has ended before that. */
export async function launchHarness({ dataDir, app = ".", args = [], env = {} }: LaunchOptions): Promise<Desktop> {
  const child = spawn(process.execPath, ["e2e/electron-harness/run.ts", app, "--data-dir", dataDir, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text) => (printed += text));
  const exited = once(child, "exit").then(([code]: (number | null)[]) => code ?? null);
  const ready = readyMessage(child);
  await Promise.race([ready, exited]);
  let browser: Browser | null = null;
  const evaluate = createEvaluate(child, exited);
  return {
    evaluate,
    exited,
    output: () => printed,
    quit: () => evaluate(({ app }) => void setImmediate(() => app.quit())),
    async page() {
      browser ??= await chromium.connectOverCDP((await ready).endpoint);
      return await appPage(browser);
    },
    async kill() {
      await browser?.close().catch(() => undefined);
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await exited;
    },
  };
}

function readyMessage(child: ChildProcess): Promise<ReadyMessage> {
  return new Promise((resolve) => {
    child.on("message", (message: ReadyMessage | EvaluateAnswer) => {
      if ("endpoint" in message) resolve(message);
    });
  });
}

function createEvaluate(child: ChildProcess, exited: Promise<unknown>): Desktop["evaluate"] {
  let lastId = 0;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  child.on("message", (message: ReadyMessage | EvaluateAnswer) => {
    if (!("id" in message)) return;
    const { resolve, reject } = waiting.get(message.id) ?? {};
    waiting.delete(message.id);
    if (message.error === undefined) resolve?.(message.value);
    else reject?.(new Error(message.error));
  });
  void exited.then(() => {
    for (const { reject } of waiting.values()) reject(new Error("the app has ended"));
  });
  return (pageFunction: unknown, argument?: unknown) =>
    // biome-ignore lint/suspicious/noExplicitAny: the caller states the type of a value that crosses between processes
    new Promise<any>((resolve, reject) => {
      waiting.set(++lastId, { resolve, reject });
      const request: EvaluateRequest = { id: lastId, source: String(pageFunction), argument };
      child.send(request, (error) => error && reject(error));
    });
}

/** The page that shows the app, after about:blank. */
async function appPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (!context) throw new Error("Chromium has no context");
  for (;;) {
    const page = context.pages().find((candidate) => candidate.url().startsWith("https://flight-deck.app."));
    if (page) return page;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
