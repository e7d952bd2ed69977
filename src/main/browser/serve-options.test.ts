import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readServeOptions } from "./serve-options.ts";

describe("the browser host's options", () => {
  it("have defaults", () => {
    expect(readServeOptions(["--serve"], "/here", {})).toEqual({
      dataDir: null,
      port: null,
      resetPractice: false,
      newLink: false,
    });
  });

  it("are read, paths from where they were typed", () => {
    const words = ["--port", "4555", "--data-dir", "x", "--reset-practice"];
    expect(readServeOptions(words, "/here", {})).toEqual({
      dataDir: resolve("/here", "x"),
      port: 4555,
      resetPractice: true,
      newLink: false,
    });
  });

  it("take the folder of FLIGHTDECK_DATA_DIR where none is given, as commands do", () => {
    const env = { FLIGHTDECK_DATA_DIR: "y" };
    expect(readServeOptions([], "/here", env).dataDir).toBe(resolve("/here", "y"));
    expect(readServeOptions(["--data-dir", "x"], "/here", env).dataDir).toBe(resolve("/here", "x"));
  });

  it.each([["--port", "x"], ["--port", "70000"], ["--port", "-1"], ["--nonsense"], ["word"]])(
    "refuse %j",
    (...words) => {
      expect(() => readServeOptions(words, "/here", {})).toThrow(expect.objectContaining({ code: "bad-input" }));
    },
  );
});
