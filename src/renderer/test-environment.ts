import { JSDOM } from "jsdom";
import type { Environment } from "vitest/runtime";

/**
 * A document for component tests in Node. URL, AbortController and timers stay Node's own, because the main process runs
 * beside the page. Vitest's jsdom environment replaces them, and would bundle the main process for a browser.
 */
const environment: Environment = {
  name: "window",
  viteEnvironment: "ssr",
  setup(global: typeof globalThis) {
    const { window } = new JSDOM("<!doctype html><body></body>", { url: "http://127.0.0.1/", pretendToBeVisual: true });
    const given = Object.getOwnPropertyNames(window).filter((name) => !(name in global) || name === "navigator");
    for (const name of given) {
      const value: unknown = Reflect.get(window, name);
      const isPlainFunction = typeof value === "function" && !/^[A-Z]/.test(name);
      Object.defineProperty(global, name, {
        configurable: true,
        get: () => (isPlainFunction ? value.bind(window) : Reflect.get(window, name)),
        set: (changed) => Reflect.set(window, name, changed),
      });
    }
    Object.assign(global, { window });
    return {
      teardown() {
        for (const name of [...given, "window"]) Reflect.deleteProperty(global, name);
        window.close();
      },
    };
  },
};

export default environment;
