/** Electron's `powerSaveBlocker`. */
export class PowerSaveBlocker {
  #lastId = -1;
  readonly #started = new Set<number>();

  start(kind: string): number {
    if (!["prevent-app-suspension", "prevent-display-sleep"].includes(kind))
      throw new TypeError(`Error processing argument at index 0, conversion failure from ${kind}`);
    this.#lastId += 1;
    this.#started.add(this.#lastId);
    return this.#lastId;
  }

  stop(id: number): boolean {
    return this.#started.delete(id);
  }

  isStarted(id: number): boolean {
    return this.#started.has(id);
  }
}
