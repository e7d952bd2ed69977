import { readFileSync, writeFileSync } from "node:fs";
import { type WindowPlace, windowPlaceSchema } from "./place-window.ts";

/** Reads where the window stood; null before the first time, and when the file is of no use. */
export function readWindowPlace(path: string): WindowPlace | null {
  try {
    return windowPlaceSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}

/** Remembers where the window stands. A disk that is full must not keep a window from closing. */
export function writeWindowPlace(path: string, place: WindowPlace): void {
  try {
    writeFileSync(path, `${JSON.stringify(place)}\n`, { mode: 0o600 });
  } catch (error) {
    console.error("The window's place could not be saved:", error);
  }
}
