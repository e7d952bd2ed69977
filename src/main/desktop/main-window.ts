import { join } from "node:path";
import { BrowserWindow, nativeTheme, screen, type WebFrameMain } from "electron";
import { packageRoot } from "../templates/package-root.ts";
import { appOrigin, isAppUrl } from "./app-origin.ts";
import { minimumSize, placeWindow } from "./place-window.ts";
import { readWindowPlace, writeWindowPlace } from "./window-place-file.ts";

export type MainWindowOptions = {
  /** The file that remembers size and position. */
  placeFile: string;
};

/** The one window. It may be closed (macOS) or hidden (in the tray); `show` brings it back. */
export class MainWindow {
  readonly #placeFile: string;
  readonly #onClose = new Set<(event: { preventDefault(): void }) => void>();
  readonly #onSessionEnd = new Set<() => void>();
  #window: BrowserWindow | null = null;
  #mayOpen = false;

  constructor({ placeFile }: MainWindowOptions) {
    this.#placeFile = placeFile;
  }

  get browserWindow(): BrowserWindow | null {
    return this.#window;
  }

  get isFocused(): boolean {
    return this.#window?.isFocused() ?? false;
  }

  /** Called before the window closes; may prevent it. */
  onClose(listener: (event: { preventDefault(): void }) => void): void {
    this.#onClose.add(listener);
  }

  /** Called when Windows ends the user's session. Nothing can prevent that, and the process may end at any moment. */
  onSessionEnd(listener: () => void): void {
    this.#onSessionEnd.add(listener);
  }

  /** Opens the window for the first time. Other callers wait for this: there would be nothing to show before. */
  open(path?: string): void {
    this.#mayOpen = true;
    this.show(path);
  }

  /**
   * Brings the window to the front; opens it if it is closed.
   * @param path where to go in the app, such as `/runs/7`; by default it stays where it is
   */
  show(path?: string): void {
    const window = this.#window;
    const url = `${appOrigin}/${path ? `#${path}` : ""}`;
    if (!window) {
      if (this.#mayOpen) this.#window = this.#create(url);
      return;
    }
    if (path) void window.loadURL(url);
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  hide(): void {
    this.#window?.hide();
  }

  /** Whether a frame is the window's main frame and shows our own page. No other frame gets an answer. */
  isOwnFrame(frame: WebFrameMain | null): frame is WebFrameMain {
    return frame !== null && frame === this.#window?.webContents.mainFrame && isAppUrl(frame.url);
  }

  #create(url: string): BrowserWindow {
    const workAreas = screen.getAllDisplays().map((display) => display.workArea);
    const { bounds, isMaximized } = placeWindow(readWindowPlace(this.#placeFile), workAreas);
    const window = new BrowserWindow({
      ...bounds,
      minWidth: minimumSize.width,
      minHeight: minimumSize.height,
      title: "Flight Deck",
      show: false,
      backgroundColor: nativeTheme.shouldUseDarkColors ? "#0b0e14" : "#ffffff",
      webPreferences: {
        preload: join(packageRoot(), "out", "preload", "index.cjs"),
        // Its dictionaries would be fetched from a server of the browser's vendor.
        spellcheck: false,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        // A run continues while the window is covered; its page must be current when it is seen again.
        backgroundThrottling: false,
      },
    });
    if (isMaximized) window.maximize();
    window.once("ready-to-show", () => window.show());
    window.on("close", (event) => {
      writeWindowPlace(this.#placeFile, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
      for (const listener of this.#onClose) listener(event);
    });
    window.on("session-end", () => {
      for (const listener of this.#onSessionEnd) listener();
    });
    window.on("closed", () => {
      this.#window = null;
    });
    void window.loadURL(url);
    return window;
  }
}
