import { EventEmitter } from "node:events";
import { requireReady } from "../harness-state.ts";

export type Rectangle = { x: number; y: number; width: number; height: number };

const display = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 32, width: 1920, height: 1048 },
  scaleFactor: 1,
};

/** One screen with a bar at the top. */
export class Screen extends EventEmitter {
  getAllDisplays() {
    requireReady("screen");
    return [structuredClone(display)];
  }

  getPrimaryDisplay() {
    requireReady("screen");
    return structuredClone(display);
  }
}

export const workArea = display.workArea;
