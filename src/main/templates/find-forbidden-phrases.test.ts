import fc from "fast-check";
import { expect, test } from "vitest";
import { findForbiddenPhrases } from "./find-forbidden-phrases.ts";

test("case and white space do not count, and each line is named once", () => {
  const text = "one\nAs  an\tAI, as an ai\n\nas\nan ai";
  expect(findForbiddenPhrases(text, ["as an AI", "two"])).toEqual([
    { phrase: "as an AI", line: 2 },
    { phrase: "as an AI", line: 4 },
  ]);
});

test("any phrase is found as it is written, and only then", () => {
  const phrase = fc.string({ minLength: 2, maxLength: 20, unit: "grapheme" }).filter((text) => text.trim().length >= 2);
  fc.assert(
    fc.property(phrase, fc.nat(5), (found, before) => {
      const text = `${"line\n".repeat(before)}${found.trim()}`;
      expect(findForbiddenPhrases(text, [found])).toContainEqual({ phrase: found, line: before + 1 });
      expect(findForbiddenPhrases("", [found])).toEqual([]);
    }),
  );
});
