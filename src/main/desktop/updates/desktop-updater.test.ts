import { EventEmitter } from "node:events";
import { beforeEach, expect, test, vi } from "vitest";
import { DesktopUpdater } from "./desktop-updater.ts";

/** What we use of electron-updater's `AppUpdater`, with its defaults. */
class FakeUpdater extends EventEmitter {
  autoInstallOnAppQuit = true;
  autoRunAppAfterInstall = true;
  readonly netSession = { webRequest: { onBeforeRequest: () => {} } };
  readonly token = { isCancelled: false, cancel: () => this.#cancel() };
  readonly installed: unknown[] = [];
  readonly #download = Promise.withResolvers<void>();

  setFeedURL(): void {}

  async checkForUpdates() {
    return { isUpdateAvailable: true, updateInfo: { version: "9.1.0" }, cancellationToken: this.token };
  }

  async downloadUpdate(token: unknown): Promise<void> {
    expect(token).toBe(this.token);
    await this.#download.promise;
  }

  quitAndInstall(...words: unknown[]): void {
    this.installed.push(...words, this.autoRunAppAfterInstall);
  }

  #cancel(): void {
    this.token.isCancelled = true;
    this.#download.reject(new Error("cancelled"));
  }
}

let fake: FakeUpdater;
vi.mock("electron-updater", () => ({
  default: {
    get autoUpdater() {
      return fake;
    },
  },
}));
beforeEach(() => {
  fake = new FakeUpdater();
});

const feed = { address: "https://files.example.com/fd/", channel: "latest" };
const openUpdater = () => new DesktopUpdater({ kind: "self", isAlone: () => true, quitToInstall: () => {} });

test("a download is cancelled by its signal, and leaves no listener", async () => {
  const updater = openUpdater();
  expect(await updater.find(feed)).toBe("9.1.0");
  const stopping = new AbortController();
  const download = updater.download(() => {}, stopping.signal);
  stopping.abort();
  await expect(download).rejects.toThrow("cancelled");
  expect([fake.token.isCancelled, fake.listenerCount("download-progress")]).toEqual([true, 0]);
});

test.each([true, false])(
  "electron-updater installs nothing by itself; we do, and start it again: %s",
  async (startsAgain) => {
    const updater = openUpdater();
    await updater.find(feed);
    expect(fake.autoInstallOnAppQuit).toBe(false);
    const failures: unknown[] = [];
    updater.install({ startsAgain, onFailure: (error) => failures.push(error) });
    expect(fake.installed).toEqual([true, startsAgain, startsAgain]);
    fake.emit("error", "no rights");
    expect(failures).toEqual(["no rights"]);
  },
);
