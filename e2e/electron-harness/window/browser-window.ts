import { EventEmitter } from "node:events";
import { requireReady } from "../harness-state.ts";
import { PreventableEvent } from "../preventable-event.ts";
import { type Rectangle, workArea } from "../system/screen.ts";
import { electronParts } from "./electron-parts.ts";
import { WebContents, type WebPreferences } from "./web-contents.ts";

export type BrowserWindowOptions = Partial<Rectangle> & {
  minWidth?: number;
  minHeight?: number;
  title?: string;
  show?: boolean;
  backgroundColor?: string;
  webPreferences?: WebPreferences;
};

/** Electron's defaults. */
const safeDefaults = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
  webSecurity: true,
};

/** A window. Its state is kept here; its page is a page of Chromium. */
export class BrowserWindow extends EventEmitter {
  static readonly #all = new Set<BrowserWindow>();
  static #focused: BrowserWindow | null = null;

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#all];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.#focused;
  }

  /** Used only by the harness. */
  static contentsWithId(id: number): WebContents | undefined {
    return BrowserWindow.getAllWindows().find((window) => window.webContents.id === id)?.webContents;
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
  }

  readonly id: number;
  readonly webContents: WebContents;
  /** Used only by specs of this harness: what the dock or taskbar shows. */
  progressBar = -1;
  #bounds: Rectangle;
  #title: string;
  #isVisible: boolean;
  #isMaximized = false;
  #isMinimized = false;
  #isDestroyed = false;

  constructor({ webPreferences = {}, show = true, title = "Electron", ...options }: BrowserWindowOptions = {}) {
    super();
    requireReady("Cannot create BrowserWindow");
    const preferences = { ...safeDefaults, ...webPreferences };
    refuseUnsafe(preferences);
    const { session, ipcMain, app } = electronParts();
    this.webContents = new WebContents({ session, ipcMain, webPreferences: preferences });
    this.id = this.webContents.id;
    const { width = 800, height = 600 } = options;
    const {
      x = workArea.x + Math.round((workArea.width - width) / 2),
      y = workArea.y + Math.round((workArea.height - height) / 2),
    } = options;
    this.#bounds = { x, y, width, height };
    this.#title = title;
    this.#isVisible = false;
    BrowserWindow.#all.add(this);
    this.webContents.once("did-finish-load", () => this.emit("ready-to-show"));
    app.emit("web-contents-created", new PreventableEvent(), this.webContents);
    app.emit("browser-window-created", new PreventableEvent(), this);
    this.#applyBounds();
    if (show) this.show();
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  loadFile(): never {
    throw new Error("electron harness: file:// is refused; serve the page by a protocol of its own");
  }

  getTitle(): string {
    return this.#title;
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  isVisible(): boolean {
    return this.#isVisible;
  }

  show(): void {
    if (!this.#isVisible) {
      this.#isVisible = true;
      this.emit("show");
    }
    this.focus();
  }

  hide(): void {
    if (!this.#isVisible) return;
    this.#isVisible = false;
    this.blur();
    this.emit("hide");
  }

  isFocused(): boolean {
    return BrowserWindow.#focused === this;
  }

  focus(): void {
    if (!this.#isVisible || this.#isMinimized || this.isFocused()) return;
    BrowserWindow.#focused?.blur();
    BrowserWindow.#focused = this;
    this.emit("focus");
  }

  blur(): void {
    if (!this.isFocused()) return;
    BrowserWindow.#focused = null;
    this.emit("blur");
  }

  isMinimized(): boolean {
    return this.#isMinimized;
  }

  minimize(): void {
    this.#isMinimized = true;
    this.blur();
    this.emit("minimize");
  }

  restore(): void {
    this.#isMinimized = false;
    this.emit("restore");
  }

  isMaximized(): boolean {
    return this.#isMaximized;
  }

  maximize(): void {
    this.#isMaximized = true;
    this.#applyBounds();
    this.emit("maximize");
  }

  unmaximize(): void {
    this.#isMaximized = false;
    this.#applyBounds();
    this.emit("unmaximize");
  }

  getBounds(): Rectangle {
    return { ...(this.#isMaximized ? workArea : this.#bounds) };
  }

  getNormalBounds(): Rectangle {
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.#applyBounds();
    this.emit("resize");
    this.emit("move");
  }

  setProgressBar(progress: number): void {
    this.progressBar = progress;
  }

  close(): void {
    if (this.#isDestroyed) return;
    const event = new PreventableEvent();
    this.emit("close", event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.blur();
    void this.webContents.destroy().finally(() => {
      BrowserWindow.#all.delete(this);
      this.emit("closed");
      electronParts().app.windowClosed();
    });
  }

  /** Sets the size for screenshots and media queries. */
  #applyBounds(): void {
    const { x: left, y: top, width, height } = this.getBounds();
    const { cdp } = requireReady("BrowserWindow");
    void this.webContents
      .ready()
      .then(async ({ targetId }) => {
        const { windowId } = await cdp.send("Browser.getWindowForTarget", { targetId });
        await cdp.send("Browser.setWindowBounds", { windowId, bounds: { left, top, width, height } });
      })
      .catch(() => undefined);
  }
}

function refuseUnsafe({ sandbox, contextIsolation, nodeIntegration, webSecurity }: WebPreferences): void {
  const isSafe = sandbox && contextIsolation && !nodeIntegration && webSecurity;
  if (!isSafe) {
    throw new Error(
      "electron harness: windows run here with sandbox, contextIsolation and webSecurity, without nodeIntegration",
    );
  }
}
