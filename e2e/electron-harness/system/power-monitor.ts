import { EventEmitter } from "node:events";
import type { App } from "../app/app.ts";
import { PreventableEvent } from "../preventable-event.ts";
import { BrowserWindow } from "../window/browser-window.ts";

/** What Windows gives a process after it has told its windows that the session ends; in truth it may be less. */
const graceMs = 20;

/** Electron's `powerMonitor`. It emits `suspend` and `resume` when a spec says so. */
export class PowerMonitor extends EventEmitter {
  readonly #app: App;

  constructor(app: App) {
    super();
    this.#app = app;
  }

  /**
   * Used only by specs of this harness: the system shuts down, as the platform at hand does. Windows asks each window and tells
   * it, emits no event of `app` or `powerMonitor`, and ends the process. macOS and Linux wait for an application that prevents the
   * event; others are asked to quit, and on macOS one that does not quit then cancels the shutdown.
   * @returns whether the shutdown takes place, as far as this application decides
   */
  endSession(): boolean {
    const reasons = ["shutdown"];
    if (process.platform === "win32") {
      const windows = BrowserWindow.getAllWindows();
      for (const window of windows) {
        const query = new PreventableEvent({ reasons });
        window.emit("query-session-end", query);
        if (query.defaultPrevented) return false;
      }
      for (const window of windows) window.emit("session-end", new PreventableEvent({ reasons }));
      setTimeout(() => process.kill(process.pid, "SIGKILL"), graceMs);
      return true;
    }
    const event = new PreventableEvent();
    this.emit("shutdown", event);
    if (event.defaultPrevented) return true;
    let isHeld = false;
    this.#app.once("before-quit", (before: PreventableEvent) => {
      isHeld = before.defaultPrevented;
    });
    this.#app.quit();
    return !isHeld;
  }
}
