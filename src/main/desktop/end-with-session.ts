import type { RunHub } from "../runs/run-hub.ts";
import type { MainWindow } from "./main-window.ts";
import type { DesktopUpdates } from "./updates/set-up-updates.ts";

export type SessionEndOptions = {
  /** Of macOS and Linux; Windows tells its windows. */
  powerMonitor: { on(event: "shutdown", listener: () => void): unknown };
  window: Pick<MainWindow, "onSessionEnd">;
  runs: Pick<RunHub, "interrupt">;
  updates: Pick<DesktopUpdates, "installNothing">;
  /** Quits without asking. */
  quit: () => void;
};

/**
 * Quits when the system shuts down or the user logs out, without asking: a question would cancel a macOS log-out, and Windows
 * waits for no answer. Runs finish their write in flight and can be resumed at the next start. No update is installed.
 */
export function endWithSession({ powerMonitor, window, runs, updates, quit }: SessionEndOptions): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    runs.interrupt();
    updates.installNothing();
    quit();
  };
  powerMonitor.on("shutdown", (...[event]: [{ preventDefault(): void }?]) => {
    // The system waits for us to quit by ourselves, for some seconds; otherwise macOS would quit us before the runs have ended.
    event?.preventDefault();
    end();
  });
  window.onSessionEnd(end);
}
