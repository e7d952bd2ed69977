import { createTwoFilesPatch } from "diff";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countDiff, type DiffLine, pairLines, parseDiff } from "./parse-diff.ts";

const diff = `Index: SOUL.md
--- gateway/SOUL.md
+++ flight-deck/SOUL.md
@@ -1,3 +1,3 @@
 # Who you are
-Be rude.
+Be kind.
+Be brief.
 The end.
\\ No newline at end of file
@@ -20,1 +21,1 @@ heading
-- a list item
+-- a rule
`;

describe("parseDiff", () => {
  it("numbers the lines of both sides, and does not mistake a header for a line", () => {
    expect(parseDiff(diff)).toEqual([
      { kind: "hunk", text: "@@ -1,3 +1,3 @@" },
      { kind: "context", text: "# Who you are", oldNumber: 1, newNumber: 1 },
      { kind: "removed", text: "Be rude.", oldNumber: 2, newNumber: null },
      { kind: "added", text: "Be kind.", oldNumber: null, newNumber: 2 },
      { kind: "added", text: "Be brief.", oldNumber: null, newNumber: 3 },
      { kind: "context", text: "The end.", oldNumber: 3, newNumber: 4 },
      { kind: "hunk", text: "@@ -20,1 +21,1 @@ heading" },
      { kind: "removed", text: "- a list item", oldNumber: 20, newNumber: null },
      { kind: "added", text: "-- a rule", oldNumber: null, newNumber: 21 },
    ]);
    expect(countDiff(parseDiff(diff))).toEqual({ added: 3, removed: 2 });
  });

  it("restores both sides of any diff completely", () => {
    const text = fc.array(fc.constantFrom("a", "b", "- c", "+ d", "@@ e", ""), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, (left, right) => {
        fc.pre(left.join("\n") !== right.join("\n"));
        const patch = createTwoFilesPatch("a", "b", `${left.join("\n")}\n`, `${right.join("\n")}\n`, "", "", {
          context: 99,
        });
        const lines = parseDiff(patch);
        const side = (without: DiffLine["kind"]) =>
          lines.flatMap((line) => (line.kind === without || line.kind === "hunk" ? [] : [line.text])).join("\n");
        expect([side("added"), side("removed")]).toEqual([left.join("\n"), right.join("\n")]);
      }),
    );
  });
});

describe("pairLines", () => {
  it("pairs added lines with the lines that they replace", () => {
    const texts = pairLines(parseDiff(diff)).map(({ left, right }) => [left?.text, right?.text]);
    expect(texts).toEqual([
      ["@@ -1,3 +1,3 @@", "@@ -1,3 +1,3 @@"],
      ["# Who you are", "# Who you are"],
      ["Be rude.", "Be kind."],
      [undefined, "Be brief."],
      ["The end.", "The end."],
      ["@@ -20,1 +21,1 @@ heading", "@@ -20,1 +21,1 @@ heading"],
      ["- a list item", "-- a rule"],
    ]);
  });
});
