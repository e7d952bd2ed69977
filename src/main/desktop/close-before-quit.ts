import { app } from "electron";
import type { HostedApp } from "../open-hosted-app.ts";

/** The limit for stopping: runs end within a second, but a hanging gateway must not keep the app from quitting. */
const patienceMs = 10_000;

/**
 * Lets the application stop its runs and close its database before the process ends.
 * @param quit the last step, when all is closed
 * @returns aborts when that begins: no more calls of the application after it
 */
export function closeBeforeQuit(hostedApp: HostedApp, quit: () => void): AbortSignal {
  const closing = new AbortController();
  let state: "open" | "closing" | "closed" = "open";
  app.on("will-quit", (event) => {
    if (state === "closed") return;
    event.preventDefault();
    if (state === "closing") return;
    state = "closing";
    closing.abort();
    const patience = new Promise((resolve) => setTimeout(resolve, patienceMs));
    const closed = hostedApp.close().catch((error: unknown) => console.error("Closing failed:", error));
    void Promise.race([closed, patience]).then(() => {
      state = "closed";
      quit();
    });
  });
  return closing.signal;
}
