import type { AppUpdater } from "electron-updater";
import type { UpdateFeed, UpdateKind } from "../../../shared/updates.ts";
import { isSafeUpdateUrl } from "../../operations/updates/check-feed.ts";
import type { Updater } from "../../operations/updates/updater.ts";

export type DesktopUpdaterOptions = {
  kind: UpdateKind;
  /** Ends the application in order and then calls `install`. */
  quitToInstall: () => void;
};

/**
 * electron-updater behind our own interface. It is loaded when a feed is read for the first time. It verifies the sums of the
 * announcement, and on Windows and macOS that the publisher is the same; it never goes back to an earlier version.
 */
export class DesktopUpdater implements Updater {
  readonly kind: UpdateKind;
  readonly #quitToInstall: () => void;
  #loading: Promise<AppUpdater> | null = null;
  #updater: AppUpdater | null = null;

  constructor({ kind, quitToInstall }: DesktopUpdaterOptions) {
    this.kind = kind;
    this.#quitToInstall = quitToInstall;
  }

  async find({ address, channel }: UpdateFeed): Promise<string | null> {
    this.#loading ??= load(this.kind);
    this.#updater = await this.#loading;
    // Not with the property `channel`, which would also allow earlier versions.
    this.#updater.setFeedURL({ provider: "generic", url: address, channel });
    const found = await this.#updater.checkForUpdates();
    return found?.isUpdateAvailable ? found.updateInfo.version : null;
  }

  async download(onPercent: (percent: number) => void): Promise<void> {
    const updater = this.#updater;
    if (!updater) throw new Error("nothing was found yet");
    const follow = ({ percent }: { percent: number }) => onPercent(percent);
    updater.on("download-progress", follow);
    try {
      await updater.downloadUpdate();
    } finally {
      updater.off("download-progress", follow);
    }
  }

  installOnQuit(isWanted: boolean): void {
    if (this.#updater) this.#updater.autoInstallOnAppQuit = isWanted;
  }

  restart(): void {
    this.#quitToInstall();
  }

  /** Installs and starts the new version; the application is closed by now. @param onFailure if that does not work */
  install(onFailure: (error: unknown) => void): void {
    this.#updater?.once("error", onFailure);
    this.#updater?.quitAndInstall(true, true);
  }
}

async function load(kind: UpdateKind): Promise<AppUpdater> {
  const { default: electronUpdater } = await import("electron-updater");
  const updater = electronUpdater.autoUpdater;
  updater.logger = null;
  updater.autoDownload = false;
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
