import { cleanup, configure, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";
import {
  openRouterFixture,
  type RouterFixture,
  type RouterFixtureOptions,
} from "../main/router/test-router-fixture.ts";
import type { Transport } from "./api/transport.ts";

/** The page in jsdom, on the real main process with a practice gateway and a small fleet. */
export type TestWindow = {
  desk: RouterFixture;
  user: ReturnType<typeof userEvent.setup>;
  /** Opens a path such as `/boards`; a form that was left half filled is discarded. */
  go(path: string): void;
  close(): Promise<void>;
};

/**
 * Opens the whole page in jsdom. Its calls go straight to the router: no socket, and nothing is mocked but the transport.
 * Open one window per test file: the page makes its client once.
 */
export async function openTestWindow(options: RouterFixtureOptions = {}): Promise<TestWindow> {
  giveElementsASize();
  configure({ asyncUtilTimeout: 30_000 });
  const desk = await openRouterFixture(options);
  vi.doMock("./api/transport.ts", () => ({ openTransport: async () => transportTo(desk) }));
  const { App } = await import("./app.tsx");
  const { client, connection, orpc, queryClient } = await import("./api/client.ts");
  const { forgetUnsaved } = await import("./router/unsaved.ts");
  const { keysOf, watchChanges } = await import("./api/watch-changes.ts");
  void watchChanges({ client, connection, queryClient, keys: keysOf(orpc) });
  render(<App />);
  return {
    desk,
    user: userEvent.setup(),
    go(path) {
      forgetUnsaved();
      location.hash = path;
    },
    async close() {
      cleanup();
      await desk.close();
    },
  };
}

type Procedure = (input: unknown, options: { signal?: AbortSignal | undefined }) => Promise<unknown>;

function transportTo({ client }: RouterFixture): Transport {
  return {
    link: {
      async call(path, input, { signal }) {
        const procedure = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], client);
        return (procedure as Procedure)(structuredClone(input), { signal });
      },
    },
    isOpen: () => true,
    closed: new Promise(() => {}),
  };
}

/** jsdom has no layout. Tables that render only visible rows need a height to render any. */
function giveElementsASize(): void {
  for (const [name, px] of [
    ["clientHeight", 2_000],
    ["clientWidth", 1_200],
    ["offsetHeight", 36],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => px });
  }
  window.matchMedia ??= (query: string) =>
    ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList;
  window.HTMLElement.prototype.scrollIntoView ??= () => {};
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
}
