import type { Session } from "electron";
import { expect, test } from "vitest";
import { refuseOtherProtocols } from "./refuse-other-protocols.ts";

type Listener = (details: { url: string }, decide: (answer: { cancel?: boolean }) => void) => void;

/** Whether a session with our filter refuses a request. */
function refuses(url: string): boolean | undefined {
  const answers: (boolean | undefined)[] = [];
  const webRequest = {
    onBeforeRequest: (listener: Listener) => listener({ url }, ({ cancel }) => answers.push(cancel)),
  };
  refuseOtherProtocols({ webRequest: webRequest as unknown as Session["webRequest"] });
  return answers[0];
}

test.each([
  "http://127.0.0.1:4000/",
  "HTTPS://example.com/x.js",
  "ws://127.0.0.1:18789",
  "wss://example.com",
  "file:///etc/passwd",
  "ftp://example.com/a",
  "not an address",
])("%s is refused", (url) => {
  expect(refuses(url)).toBe(true);
});

test.each(["app://flight-deck/", "app://flight-deck/assets/index.js", "devtools://devtools/bundled/inspector.html"])(
  "%s is not",
  (url) => {
    expect(refuses(url)).toBe(false);
  },
);
