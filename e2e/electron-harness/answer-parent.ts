import * as electron from "./electron.ts";
import { harness } from "./harness-state.ts";

/** A message that a test sends over the process's IPC channel. */
export type EvaluateRequest = { id: number; source: string; argument: unknown };
export type EvaluateAnswer = { id: number; value?: unknown; error?: string };
export type ReadyMessage = { endpoint: string };

/**
 * Lets the test that started this process run functions in it, with the module `electron` as their first argument, as
 * Playwright does with the real binary. Reports when Chromium can be inspected.
 */
export function answerParent(): void {
  if (!process.send) return;
  const send = (message: EvaluateAnswer | ReadyMessage) => process.connected && process.send?.(message);
  electron.app.once("ready", () => send({ endpoint: harness.chromium?.endpoint ?? "" }));
  process.on("message", async ({ id, source, argument }: EvaluateRequest) => {
    try {
      const evaluate = new Function(`return (${source})`)();
      send({ id, value: await evaluate(electron, argument) });
    } catch (error) {
      send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  // The test process has ended.
  process.once("disconnect", () => electron.app.exit(1));
}
