import { EventEmitter } from "node:events";
import { requireReady } from "../harness-state.ts";
import { PreventableEvent } from "../preventable-event.ts";
import type { IpcMain } from "../system/ipc-main.ts";
import type { MessagePortMain } from "../system/message-channel-main.ts";
import type { Session } from "../system/session.ts";
import { FrameTree } from "./frame-tree.ts";
import { PageSession, type WorldMessage } from "./page-session.ts";
import { PortBridge } from "./port-bridge.ts";
import { serveRequests } from "./serve-requests.ts";
import { fromStandIn, toStandIn } from "./stand-in-origin.ts";
import type { WebFrameMain } from "./web-frame-main.ts";

export type WebPreferences = {
  preload?: string;
  sandbox?: boolean;
  contextIsolation?: boolean;
  nodeIntegration?: boolean;
  nodeIntegrationInSubFrames?: boolean;
  webviewTag?: boolean;
  webSecurity?: boolean;
  [other: string]: unknown;
};
type WindowOpenHandler = (details: object) => { action: "deny" | "allow" };

export type WebContentsOptions = { session: Session; ipcMain: IpcMain; webPreferences: WebPreferences };

let lastId = 0;

/** A page and its frames, as main sees them. */
export class WebContents extends EventEmitter {
  readonly id = ++lastId;
  readonly session: Session;
  readonly #ipcMain: IpcMain;
  readonly #webPreferences: WebPreferences;
  readonly #page: Promise<PageSession>;
  #frames: FrameTree | null = null;
  #ports: PortBridge | null = null;
  #windowOpenHandler: WindowOpenHandler = () => ({ action: "allow" });
  /** The address that main is loading; only navigations by the page must ask. */
  #ownNavigation: string | null = null;
  #isDestroyed = false;

  constructor({ session, ipcMain, webPreferences }: WebContentsOptions) {
    super();
    this.session = session;
    this.#ipcMain = ipcMain;
    this.#webPreferences = webPreferences;
    this.#page = this.#open();
    // Code that waits for the page gets the error.
    this.#page.catch(() => undefined);
  }

  get mainFrame(): WebFrameMain {
    if (!this.#frames) throw new Error("electron harness: the page has no frame before it was loaded");
    return this.#frames.mainFrame;
  }

  getURL(): string {
    return this.#frames?.mainFrame.url ?? "";
  }

  getLastWebPreferences(): WebPreferences {
    return { ...this.#webPreferences };
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler;
  }

  /** @throws Error like Electron: `ERR_... (-n) loading '...'` */
  async loadURL(url: string): Promise<void> {
    const page = await this.#page;
    const { origin, protocol, host } = new URL(url);
    await this.session.applyPermissions(this, origin === "null" ? `${protocol}//${host}` : origin);
    this.#ownNavigation = url.split("#", 1)[0] ?? url;
    const loaded = new Promise<void>((resolve) => this.once("did-finish-load", resolve));
    const { errorText, loaderId } = await page.send("Page.navigate", {
      url: toStandIn(url, this.session.protocol.schemes),
    });
    if (errorText) throw new Error(`${errorText} loading '${url}'`);
    // Without a loader, the navigation was within the same document.
    if (loaderId) await loaded;
  }

  reload(): void {
    this.#ownNavigation = this.getURL().split("#", 1)[0] ?? "";
    void this.#page.then((page) => page.send("Page.reload"));
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const page = await this.#page;
    const { result, exceptionDetails } = await page.send("Runtime.evaluate", {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(`Script failed to execute: ${JSON.stringify(exceptionDetails)}`);
    return (result as { value: unknown }).value;
  }

  /** Used only by the harness. */
  async ready(): Promise<PageSession> {
    return this.#page;
  }

  async destroy(): Promise<void> {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    const { targetId } = await this.#page;
    await requireReady("closing")
      .cdp.send("Target.closeTarget", { targetId })
      .catch(() => undefined);
    this.#frames?.detachAll();
    this.emit("destroyed");
  }

  async #open(): Promise<PageSession> {
    const chromium = requireReady("BrowserWindow");
    const { preload, nodeIntegrationInSubFrames = false } = this.#webPreferences;
    const page = await PageSession.open({ chromium, preload, nodeIntegrationInSubFrames });
    const ports = new PortBridge(page);
    const postMessage = (frameId: string, channel: string, message: unknown, transfer: MessagePortMain[]) =>
      void page.deliver(frameId, "message", { channel, args: [message], portIds: ports.give(frameId, transfer) });
    this.#ports = ports;
    this.#frames = await FrameTree.open(page, { postMessage, mainFrame: () => this.mainFrame });
    page.onWorldMessage((frameId, message) => this.#receive(page, frameId, message));
    page.on("Page.loadEventFired", () => {
      this.#ownNavigation = null;
      this.emit("did-finish-load", new PreventableEvent());
    });
    page.on("Page.windowOpen", ({ url, windowName }) =>
      this.#refuseWindow(fromStandIn(String(url)), String(windowName)),
    );
    await serveRequests({
      page,
      session: this.session,
      mayNavigate: (frameId, url) => this.#mayNavigate(frameId, url),
    });
    return page;
  }

  #receive(page: PageSession, frameId: string, message: WorldMessage): void {
    const frame = this.#frames?.find(frameId) ?? null;
    const senderFrame = frame?.isDestroyed() ? null : frame;
    const event = { sender: this, senderFrame, frameId, ports: [] };
    if (message.type === "send") this.#ipcMain.emit(message.channel, event, ...message.args);
    else if (message.type === "invoke") void this.#answer(page, message, event);
    else if (message.type === "open") this.#refuseWindow(fromStandIn(message.url), message.frameName);
    else this.#ports?.receive(message);
  }

  async #answer(page: PageSession, message: Extract<WorldMessage, { type: "invoke" }>, event: { frameId: string }) {
    const { invokeId, channel, args } = message;
    const answer = await this.#ipcMain.answer(channel, event, args).then(
      (value) => ({ invokeId, value }),
      (error: unknown) => ({ invokeId, error: String(error) }),
    );
    await page.deliver(event.frameId, "answer", answer);
  }

  #mayNavigate(frameId: string, url: string): boolean {
    const isMainFrame = frameId === this.mainFrame.frameId;
    if (isMainFrame && this.#ownNavigation === url.split("#", 1)[0]) return true;
    const event = new PreventableEvent({ url, isMainFrame, isSameDocument: false, frame: this.#frames?.find(frameId) });
    this.emit("will-frame-navigate", event);
    if (isMainFrame) this.emit("will-navigate", event, url);
    return !event.defaultPrevented;
  }

  /** A page that Chromium has already created for a link is closed at once (close-popups.ts). */
  #refuseWindow(url: string, frameName: string): void {
    const { action } = this.#windowOpenHandler({
      url,
      frameName,
      disposition: "foreground-tab",
      features: "",
      referrer: { url: "" },
    });
    if (action !== "deny") throw new Error("electron harness: windows that a page opens are not implemented");
  }
}
