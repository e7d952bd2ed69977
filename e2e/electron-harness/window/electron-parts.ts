import type { App } from "../app/app.ts";
import type { IpcMain } from "../system/ipc-main.ts";
import type { Session } from "../system/session.ts";

type Parts = { app: App; session: Session; ipcMain: IpcMain };

let parts: Parts | null = null;

/** Called once by electron.ts, because windows need the rest of Electron, and the app needs to know about windows. */
export function provideParts(given: Parts): void {
  parts = given;
}

export function electronParts(): Parts {
  if (!parts) throw new Error("electron harness: not set up");
  return parts;
}
