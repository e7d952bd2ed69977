import { EventEmitter } from "node:events";

/** A light desktop. */
export class NativeTheme extends EventEmitter {
  #themeSource: "system" | "light" | "dark" = "system";

  get themeSource() {
    return this.#themeSource;
  }

  set themeSource(source: "system" | "light" | "dark") {
    if (!["system", "light", "dark"].includes(source))
      throw new TypeError(`Error processing argument: ${String(source)}`);
    if (source === this.#themeSource) return;
    this.#themeSource = source;
    this.emit("updated");
  }

  get shouldUseDarkColors(): boolean {
    return this.#themeSource === "dark";
  }
}
