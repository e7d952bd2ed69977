import { app } from "electron";
import type { AppUpdates } from "../../operations/updates/app-updates.ts";
import { DesktopUpdater } from "./desktop-updater.ts";
import { findUpdateKind } from "./find-update-kind.ts";
import { readInstalledCopy } from "./read-installed-copy.ts";

export type DesktopUpdates = {
  updater: DesktopUpdater;
  /** Tells the application's part when the process begins to end. */
  follow(updates: AppUpdates, closing: AbortSignal): void;
  /** The last step of quitting, when the application is closed: installs first if the operator asked for that. */
  finishQuitting(): void;
};

/** The desktop's part of updates: what finds and installs them, and the way there, which is an ordinary quit. */
export function setUpUpdates(env: NodeJS.ProcessEnv): DesktopUpdates {
  let isAsked = false;
  let isInstalling = false;
  const quitToInstall = () => {
    isAsked = true;
    app.quit();
  };
  const updater = new DesktopUpdater({ kind: findUpdateKind(readInstalledCopy(env)), quitToInstall });
  app.on("before-quit", () => {
    // A quit that something prevented, such as a run that began meanwhile, must not install later.
    isInstalling = isAsked;
    isAsked = false;
  });
  return {
    updater,
    follow: (updates, closing) =>
      void app.on("before-quit", () => {
        if (!closing.aborted) updates.prepareToQuit();
      }),
    finishQuitting() {
      if (!isInstalling) return app.quit();
      updater.install((error) => {
        console.error("The new version was not installed:", error);
        app.relaunch();
        app.exit(0);
      });
    },
  };
}
