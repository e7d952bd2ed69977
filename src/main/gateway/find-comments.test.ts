import { expect, test } from "vitest";
import { findComments } from "./find-comments.ts";

test.each([
  ["", 0],
  ["{}", 0],
  [`{ "url": "ws://host/*x*/" }`, 0],
  [`{ a: 'it\\'s // no comment', b: "\\"//" }`, 0],
  ["// one\n{ a: 1, // two\r\n  /* three\n more */ b: 2 }", 3],
  [`{ a: "x" /* it's */, b: 'y' } // "end`, 2],
  ["/* unclosed // { a: 1 }", 1],
])("%j has %i comments", (text, count) => {
  expect(findComments(text, {})).toBe(count);
});

test("a file that is not shown, or printed anew, may have some, unless OpenClaw wrote it", () => {
  const printed = "{\n  gateway: {\n    mode: 'local',\n  },\n}";
  const touched = { meta: { lastTouchedVersion: "2026.3.28" } };
  for (const raw of [null, undefined, printed]) {
    expect([findComments(raw, {}), findComments(raw, touched)]).toEqual([null, 0]);
  }
  expect(findComments(`// one\n${printed}`, touched)).toBe(1);
});
