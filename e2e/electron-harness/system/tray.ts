import { EventEmitter } from "node:events";
import { requireReady } from "../harness-state.ts";
import type { Menu } from "./menu.ts";
import type { NativeImage } from "./native-image.ts";

export class Tray extends EventEmitter {
  #isDestroyed = false;

  constructor(image: NativeImage) {
    super();
    requireReady("Cannot create Tray");
    // Electron then shows nothing, without an error.
    if (image.isEmpty()) throw new Error(`electron harness: the tray's picture is missing: ${image.path}`);
  }

  setToolTip(_toolTip: string): void {
    this.#requireAlive();
  }

  setContextMenu(_menu: Menu | null): void {
    this.#requireAlive();
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  destroy(): void {
    this.#isDestroyed = true;
  }

  #requireAlive(): void {
    if (this.#isDestroyed) throw new Error("Tray is destroyed");
  }
}
