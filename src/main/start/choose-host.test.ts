import { expect, test } from "vitest";
import { chooseHost, type HostFacts } from "./choose-host.ts";

const fixture: HostFacts = { words: [], env: { DISPLAY: ":0" }, platform: "linux", userId: 1000 };

test("the desktop is the first choice, wherever it can be seen", () => {
  expect(chooseHost(fixture)).toEqual({ host: "desktop" });
  expect(chooseHost({ ...fixture, env: { WAYLAND_DISPLAY: "wayland-0" } })).toEqual({ host: "desktop" });
  expect(chooseHost({ ...fixture, env: {}, platform: "darwin", userId: 501 })).toEqual({ host: "desktop" });
  expect(chooseHost({ ...fixture, env: {}, platform: "win32", userId: undefined })).toEqual({ host: "desktop" });
  expect(chooseHost({ ...fixture, words: ["--data-dir", "somewhere", "--reset-practice"] })).toEqual({
    host: "desktop",
  });
});

test.each([
  [{ words: ["--serve"] }, "because of --serve"],
  [{ words: ["--port", "4000"] }, "because of --port"],
  [{ words: ["--port=4000"] }, "because of --port"],
  [{ env: {} }, "because there is no display here"],
  [{ userId: 0 }, "because Electron's sandbox does not start for root"],
])("%o opens in the browser", (facts, why) => {
  expect(chooseHost({ ...fixture, ...facts })).toEqual({ host: "browser", why });
});
