import type { AppUpdater, UpdateCheckResult } from "electron-updater";
import type { UpdateFeed, UpdateKind } from "../../../shared/updates.ts";
import { isSafeUpdateUrl } from "../../operations/updates/check-feed.ts";
import type { Updater } from "../../operations/updates/updater.ts";

export type DesktopUpdaterOptions = {
  kind: UpdateKind;
  /** Whether no other process of this installation is there that the installer would end. */
  isAlone: () => boolean;
  /** Ends the application in order and then calls `install`. */
  quitToInstall: () => void;
};

/**
 * electron-updater behind our own interface. It is loaded when a feed is read for the first time. It verifies the sums of the
 * announcement, and on Windows and macOS that the publisher is the same; it never goes back to an earlier version.
 */
export class DesktopUpdater implements Updater {
  readonly kind: UpdateKind;
  readonly isAlone: () => boolean;
  readonly #quitToInstall: () => void;
  #loading: Promise<AppUpdater> | null = null;
  #updater: AppUpdater | null = null;
  #found: UpdateCheckResult | null = null;

  constructor({ kind, isAlone, quitToInstall }: DesktopUpdaterOptions) {
    this.kind = kind;
    this.isAlone = isAlone;
    this.#quitToInstall = quitToInstall;
  }

  async find({ address, channel }: UpdateFeed): Promise<string | null> {
    this.#loading ??= load(this.kind);
    this.#updater = await this.#loading;
    // Not with the property `channel`, which would also allow earlier versions.
    this.#updater.setFeedURL({ provider: "generic", url: address, channel });
    this.#found = await this.#updater.checkForUpdates();
    return this.#found?.isUpdateAvailable ? this.#found.updateInfo.version : null;
  }

  async download(onPercent: (percent: number) => void, signal: AbortSignal): Promise<void> {
    const updater = this.#updater;
    const token = this.#found?.cancellationToken;
    if (!updater || !token) throw new Error("nothing was found yet");
    const cancel = () => token.cancel();
    signal.addEventListener("abort", cancel);
    const follow = ({ percent }: { percent: number }) => onPercent(percent);
    updater.on("download-progress", follow);
    try {
      await updater.downloadUpdate(token);
    } finally {
      signal.removeEventListener("abort", cancel);
      updater.off("download-progress", follow);
    }
  }

  restart(): void {
    this.#quitToInstall();
  }

  /**
   * Installs the new version and ends this process; the application is closed by now.
   * @param startsAgain starts the new version then
   * @param onFailure if that does not work
   */
  install({ startsAgain, onFailure }: { startsAgain: boolean; onFailure: (error: unknown) => void }): void {
    const updater = this.#updater;
    if (!updater) throw new Error("nothing was downloaded");
    updater.once("error", onFailure);
    // macOS' updater takes no arguments: it reads this property.
    updater.autoRunAppAfterInstall = startsAgain;
    updater.quitAndInstall(true, startsAgain);
  }
}

async function load(kind: UpdateKind): Promise<AppUpdater> {
  const { default: electronUpdater } = await import("electron-updater");
  const updater = electronUpdater.autoUpdater;
  updater.logger = null;
  updater.autoDownload = false;
  // `install` does it in the last step of quitting, if nothing prevents it then. With this property, macOS' updater would hand a download
  // to the system at once, which then installs it in any case.
  updater.autoInstallOnAppQuit = false;
  // Otherwise it reads no feed on Linux outside an AppImage, where we only say that there is a new version.
  updater.forceDevUpdateConfig = kind === "archive";
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  updater.disableWebInstaller = true;
  // A server needs nothing that tells one installation from another.
  updater.requestHeaders = { "x-user-staging-id": "none" };
  updater.netSession.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isSafeUpdateUrl(url) }));
  return updater;
}
