import { existsSync, readFileSync } from "node:fs";

const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

export class NativeImage {
  readonly path: string;
  #isTemplate = false;

  constructor(path: string) {
    this.path = path;
  }

  /** As in Electron, a missing or invalid file gives an empty image without an error. */
  isEmpty(): boolean {
    return !existsSync(this.path) || !readFileSync(this.path).subarray(0, 4).equals(pngStart);
  }

  setTemplateImage(isTemplate: boolean): void {
    this.#isTemplate = isTemplate;
  }

  isTemplateImage(): boolean {
    return this.#isTemplate;
  }
}

export const nativeImage = { createFromPath: (path: string) => new NativeImage(path) };
