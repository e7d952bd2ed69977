import { EventEmitter } from "node:events";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { launchChromium } from "../chromium/launch-chromium.ts";
import { harness } from "../harness-state.ts";
import { PreventableEvent } from "../preventable-event.ts";
import { readLocalState } from "../system/local-state.ts";
import { BrowserWindow } from "../window/browser-window.ts";
import { claimInstance } from "./claim-instance.ts";
import { closePopups } from "./close-popups.ts";

/** Electron's `app`: the life cycle of the process. */
export class App extends EventEmitter {
  readonly isPackaged = process.env.ELECTRON_HARNESS_PACKAGED === "1";
  readonly commandLine = { hasSwitch: (name: string) => process.argv.includes(`--${name}`) };
  readonly #paths = new Map<string, string>([
    ["home", homedir()],
    ["temp", tmpdir()],
    ["appData", join(homedir(), ".config")],
  ]);
  readonly #whenReady = Promise.withResolvers<void>();
  #name = "Electron";
  #releaseInstance: (() => void) | null = null;
  #isQuitting = false;
  #hasExited = false;

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
  }

  getName(): string {
    return this.#name;
  }

  getVersion(): string {
    return JSON.parse(readFileSync(join(harness.appPath, "package.json"), "utf8")).version;
  }

  getAppPath(): string {
    return harness.appPath;
  }

  getPath(name: string): string {
    const path = this.#paths.get(name) ?? (name === "userData" ? join(this.getPath("appData"), this.#name) : undefined);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Failed to set '${name}' path: ${path} does not exist`);
    this.#paths.set(name, path);
  }

  isReady(): boolean {
    return harness.isReady;
  }

  whenReady(): Promise<void> {
    return this.#whenReady.promise;
  }

  enableSandbox(): void {
    if (harness.isReady) throw new Error("app.enableSandbox() can only be called before app is ready");
  }

  setAppUserModelId(_id: string): void {}

  setActivationPolicy(_policy: string): void {}

  disableHardwareAcceleration(): void {
    if (harness.isReady) throw new Error("app.disableHardwareAcceleration() can only be called before app is ready");
  }

  setAboutPanelOptions(_options: object): void {}

  requestSingleInstanceLock(): boolean {
    if (this.#releaseInstance) return true;
    this.#releaseInstance = claimInstance(this.getPath("userData"), (argv, workingDir) =>
      this.emit("second-instance", new PreventableEvent(), argv, workingDir, {}),
    );
    return this.#releaseInstance !== null;
  }

  releaseSingleInstanceLock(): void {
    this.#releaseInstance?.();
    this.#releaseInstance = null;
  }

  quit(): void {
    if (this.#hasExited || this.#isQuitting) return;
    const event = new PreventableEvent();
    this.emit("before-quit", event);
    if (event.defaultPrevented) return;
    this.#isQuitting = true;
    for (const window of BrowserWindow.getAllWindows()) {
      window.close();
      // A window that stays open keeps the app running.
      if (!window.isDestroyed()) {
        this.#isQuitting = false;
        return;
      }
    }
    if (BrowserWindow.getAllWindows().length === 0) this.#finishQuitting();
  }

  exit(code = 0): void {
    if (this.#hasExited) return;
    this.#hasExited = true;
    this.emit("quit", new PreventableEvent(), code);
    this.releaseSingleInstanceLock();
    void (harness.chromium?.close() ?? Promise.resolve()).finally(() => process.exit(code));
  }

  /** Used only by the harness: a window was closed. */
  windowClosed(): void {
    if (BrowserWindow.getAllWindows().length > 0) return;
    if (this.#isQuitting) this.#finishQuitting();
    // Electron quits by itself when there is no listener.
    else if (!this.emit("window-all-closed")) this.quit();
  }

  /** Used only by the harness: the main script has run, and Electron becomes ready. */
  async getReady(): Promise<void> {
    if (this.#hasExited) return;
    harness.userData = this.getPath("userData");
    readLocalState();
    const profileDir = join(harness.userData, "harness-chromium");
    mkdirSync(profileDir, { recursive: true });
    harness.chromium = await launchChromium(profileDir);
    await closePopups(harness.chromium.cdp);
    harness.isReady = true;
    this.emit("will-finish-launching");
    this.emit("ready", new PreventableEvent(), {});
    this.#whenReady.resolve();
  }

  #finishQuitting(): void {
    const event = new PreventableEvent();
    this.emit("will-quit", event);
    this.#isQuitting = false;
    if (!event.defaultPrevented) this.exit(0);
  }
}
