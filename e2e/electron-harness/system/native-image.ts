import { existsSync, readFileSync } from "node:fs";

const starts = { png: Buffer.from([0x89, 0x50, 0x4e, 0x47]), ico: Buffer.from([0, 0, 1, 0]) };

export class NativeImage {
  readonly path: string;
  #isTemplate = false;

  constructor(path: string) {
    this.path = path;
  }

  /** As in Electron, a missing or invalid file gives an empty image without an error. */
  isEmpty(): boolean {
    const start = this.path.endsWith(".ico") ? starts.ico : starts.png;
    return !existsSync(this.path) || !readFileSync(this.path).subarray(0, 4).equals(start);
  }

  setTemplateImage(isTemplate: boolean): void {
    this.#isTemplate = isTemplate;
  }

  isTemplateImage(): boolean {
    return this.#isTemplate;
  }
}

export const nativeImage = { createFromPath: (path: string) => new NativeImage(path) };
