import type { ElectronApplication, Page } from "@playwright/test";

export type DesktopOptions = {
  /** What the specs run in: the harness, the real Electron, or a browser with the browser host. */
  electron: "harness" | "real" | "none";
};

export type LaunchOptions = {
  dataDir: string;
  /** The folder of the app, if it is not this project's; for the harness. */
  app?: string;
  /** Arguments after `--data-dir`. */
  args?: string[];
  env?: Record<string, string>;
};

/** The app in a window: in the harness, or in the real Electron. */
export type Desktop = {
  /** Runs a function in the main process, with Electron's module as its first argument. */
  evaluate: ElectronApplication["evaluate"];
  /** The page of the app's window, when it exists. */
  page(): Promise<Page>;
  /** Asks the app to quit, like its menu; it may ask a question first. */
  quit(): Promise<void>;
  /** The exit code, once the process has ended; null after a signal. */
  readonly exited: Promise<number | null>;
  /** The output so far. */
  output(): string;
  /** Kills the app. */
  kill(): Promise<void>;
};
