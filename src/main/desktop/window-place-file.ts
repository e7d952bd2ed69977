import { readFileSync, writeFileSync } from "node:fs";
import { type WindowPlace, windowPlaceSchema } from "./place-window.ts";

/** Reads the window's last position; null the first time, and when the file is unusable. */
export function readWindowPlace(path: string): WindowPlace | null {
  try {
    return windowPlaceSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}

/** Remembers the window's position. A full disk must not keep a window from closing. */
export function writeWindowPlace(path: string, place: WindowPlace): void {
  try {
    writeFileSync(path, `${JSON.stringify(place)}\n`, { mode: 0o600 });
  } catch (error) {
    console.error("The window's place could not be saved:", error);
  }
}
