import { app } from "electron";
import type { AppUpdates } from "../../operations/updates/app-updates.ts";
import { DesktopUpdater } from "./desktop-updater.ts";
import { findUpdateKind } from "./find-update-kind.ts";
import { readInstalledCopy } from "./read-installed-copy.ts";

export type DesktopUpdates = {
  updater: DesktopUpdater;
  /** Tells the application's part when the process begins to end. */
  follow(updates: AppUpdates, closing: AbortSignal): void;
  /** From now on nothing is installed: the system ends all processes, and would end the installer too. */
  installNothing(): void;
  /** The last step of quitting, when the application is closed: installs a version that is ready, if nothing prevents it. */
  finishQuitting(): void;
};

/** The desktop's part of updates: what finds and installs them, and the way there, which is an ordinary quit. @param isAlone of this installation */
export function setUpUpdates(env: NodeJS.ProcessEnv, isAlone: () => boolean): DesktopUpdates {
  let isAsked = false;
  let startsAgain = false;
  let mayInstall = () => false;
  let installsNothing = false;
  const quitToInstall = () => {
    isAsked = true;
    app.quit();
  };
  const updater = new DesktopUpdater({ kind: findUpdateKind(readInstalledCopy(env)), isAlone, quitToInstall });
  app.on("before-quit", () => {
    // A quit that something prevented, such as a run that began meanwhile, must not start it again later.
    startsAgain = isAsked;
    isAsked = false;
  });
  const endWithout = (why: unknown) => {
    console.error("The new version was not installed:", why);
    if (startsAgain) app.relaunch();
    app.exit(0);
  };
  return {
    updater,
    follow(updates, closing) {
      mayInstall = () => updates.mayInstall();
      app.on("before-quit", () => {
        if (!closing.aborted) updates.prepareToQuit();
      });
    },
    installNothing() {
      installsNothing = true;
    },
    finishQuitting() {
      if (!installsNothing && mayInstall()) return updater.install({ startsAgain, onFailure: endWithout });
      if (startsAgain && !installsNothing)
        return endWithout("a run, or another process of Flight Deck, is in progress");
      app.quit();
    },
  };
}
