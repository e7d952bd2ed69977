import { EventEmitter } from "node:events";
import { get } from "node:http";

type Feed = { url: string; headers?: Record<string, string> };

/** macOS's own updater, Squirrel, as far as it can be seen from outside: fetches what it is given, and installs when told. */
class AutoUpdater extends EventEmitter {
  /** Used only by tests: how often it was told to install. */
  installs = 0;
  #feed: Feed | null = null;

  setFeedURL(feed: Feed): void {
    this.#feed = feed;
  }

  checkForUpdates(): void {
    const { url, headers = {} } = this.#feed ?? { url: "" };
    fetchBytes(url, headers)
      .then((announced) => fetchBytes(JSON.parse(String(announced)).url, headers))
      .then(() => this.emit("update-downloaded"))
      .catch((error: unknown) => this.emit("error", error));
  }

  quitAndInstall(): void {
    this.installs += 1;
    this.emit("before-quit-for-update");
  }
}

export const autoUpdater = new AutoUpdater();

function fetchBytes(url: string, headers: Record<string, string>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve(Buffer.concat(chunks)));
    }).on("error", reject);
  });
}
