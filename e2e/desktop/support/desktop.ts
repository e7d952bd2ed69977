import type { ElectronApplication, Page } from "@playwright/test";

export type DesktopOptions = {
  /** Which Electron the specs run in: the harness, the real one, or none at all but a browser over the browser host. */
  electron: "harness" | "real" | "none";
};

export type LaunchOptions = {
  dataDir: string;
  /** After `--data-dir`. */
  args?: string[];
  env?: Record<string, string>;
};

/** The app as it runs in a window: under the harness, or in the real Electron. */
export type Desktop = {
  /** Runs a function in the main process, with Electron's module as its first argument. */
  evaluate: ElectronApplication["evaluate"];
  /** The page of the app's window, once it is there. */
  page(): Promise<Page>;
  /** Asks the app to quit, as its menu does; it may have a question first. */
  quit(): Promise<void>;
  /** The exit code, once the process has ended; null after a signal. */
  readonly exited: Promise<number | null>;
  /** What it has printed so far. */
  output(): string;
  /** Ends it, whatever it is doing. */
  kill(): Promise<void>;
};
