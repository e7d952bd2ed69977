import { app, dialog } from "electron";
import type { MainWindow } from "./main-window.ts";
import type { RunWatch } from "./run-watch.ts";

const stopAndQuit = 0;
const keepRunning = 1;

/**
 * Asks before runs are stopped: when the app quits, and when closing the last window would quit it.
 * @returns quits without asking
 */
export function askBeforeQuit(watch: RunWatch, window: MainWindow): () => void {
  let isAsking = false;
  let mayQuit = false;

  const hold = (event: { preventDefault(): void }) => {
    if (mayQuit || watch.live.length === 0) return;
    event.preventDefault();
    if (!isAsking) void ask();
  };

  async function ask(): Promise<void> {
    isAsking = true;
    const answer = await showQuestion(watch, window).finally(() => {
      isAsking = false;
    });
    if (answer === keepRunning) window.hide();
    else quit();
  }

  function quit(): void {
    mayQuit = true;
    app.quit();
  }

  app.on("before-quit", hold);
  if (process.platform !== "darwin") window.onClose(hold);
  return quit;
}

async function showQuestion(watch: RunWatch, window: MainWindow): Promise<number> {
  const names = watch.live.map(({ gatewayName }) => gatewayName).join(", ");
  const question = {
    type: "question" as const,
    message: "A sync is still running. Stop it and quit?",
    detail: `Running: ${names}. Stopping finishes the write in flight; agents that were not reached stay as they are and can be synced later.`,
    buttons: ["Stop and quit", "Keep running in the tray"],
    defaultId: keepRunning,
    cancelId: keepRunning,
    noLink: true,
  };
  const parent = window.browserWindow;
  const { response } = await (parent?.isVisible()
    ? dialog.showMessageBox(parent, question)
    : dialog.showMessageBox(question));
  return response === stopAndQuit ? stopAndQuit : keepRunning;
}
