import { applyPatch } from "diff";
import { expect, test } from "vitest";
import { fileDiff } from "./file-diff.ts";

const lines = (count: number, word: string) => Array.from({ length: count }, (_, index) => `${word} ${index}`);

test("shows what changes, with the lines around it", () => {
  expect(fileDiff("SOUL.md", "a\nb\nc\n", "a\nB\nc\n")).toBe(
    "--- gateway/SOUL.md\n+++ flight-deck/SOUL.md\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n",
  );
});

// Finding the shortest diff would exceed the test's time limit.
test("of large files that have nothing in common it is cut, too", () => {
  const [theirs, ours] = [lines(15_000, "theirs"), lines(15_000, "ours")];
  const diff = fileDiff("SOUL.md", theirs.join("\n"), `${ours.join("\n")}\n`);
  expect(diff).toMatch(/^--- gateway\/SOUL\.md\n\+\+\+ flight-deck\/SOUL\.md\n@@ -1,15000 \+1,15000 @@\n-theirs 0\n/);
  expect(diff).toContain("… (cut;");
});

test("of files that have little in common it is all that goes and all that comes, and reads as any other", () => {
  const [theirs, ours] = [lines(700, "t").with(300, "in both"), lines(800, "o").with(300, "in both")];
  const [before, after] = [theirs.join("\n"), `${ours.join("\n")}\n`];
  const diff = fileDiff("SOUL.md", before, after);
  expect(applyPatch(before, diff)).toBe(after);
  expect(diff).toContain("\n-in both\n");
  expect(diff).toContain("-t 699\n\\ No newline at end of file\n+o 0\n");
  expect(diff).toMatch(/\+o 799\n$/);
});

test("such a diff of a file that is not there begins at nothing", () => {
  expect(fileDiff("SOUL.md", "", lines(2_000, "o").join("\n"))).toContain("@@ -0,0 +1,2000 @@\n+o 0\n");
});
