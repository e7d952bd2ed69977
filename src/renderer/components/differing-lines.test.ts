import { expect, it } from "vitest";
import type { DifferingFile } from "../../shared/views.ts";
import { differingLines } from "./differing-lines.ts";

it("files that differ are listed with the side that changed", () => {
  expect(
    differingLines([
      { name: "SOUL.md", moved: "theirs" },
      { name: "AGENTS.md", moved: "ours" },
    ]),
  ).toEqual(["SOUL.md: edited on the gateway", "AGENTS.md: template or record changed"]);
  expect(differingLines([])).toEqual([]);
});

it("only the first five are listed, the others are counted", () => {
  const files = ["1", "2", "3", "4", "5", "6", "7"].map((name): DifferingFile => ({ name, moved: "both" }));
  expect(differingLines(files.slice(0, 5))).toHaveLength(5);
  expect(differingLines(files).map((line) => line.split(":")[0])).toEqual(["1", "2", "3", "4", "5", "and 2 more"]);
});
