import { describe, expect, it } from "vitest";
import { browserCommand } from "./open-browser.ts";

describe("the command that opens a browser", () => {
  it("is that of the platform", () => {
    expect(browserCommand({}, "darwin")).toEqual(["open"]);
    expect(browserCommand({}, "win32")).toEqual(["cmd", "/c", "start", ""]);
    expect(browserCommand({ DISPLAY: ":0" }, "linux")).toEqual(["xdg-open"]);
    expect(browserCommand({ WAYLAND_DISPLAY: "wayland-0" }, "linux")).toEqual(["xdg-open"]);
  });

  it.each([{}, { DISPLAY: ":0", CI: "true" }, { DISPLAY: ":0", SSH_CONNECTION: "1" }])("is none in %j", (env) => {
    expect(browserCommand(env, "linux")).toBeNull();
  });
});
