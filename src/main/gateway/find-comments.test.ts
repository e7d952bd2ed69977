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
  expect(findComments(text)).toBe(count);
});

test("of a file that is not shown, or printed again, it is not known, also if OpenClaw wrote it once", () => {
  const printed = "{\n  gateway: {\n    mode: 'local',\n  },\n  meta: {\n    lastTouchedVersion: '2026.3.28',\n  },\n}";
  for (const raw of [null, undefined, printed]) expect(findComments(raw)).toBeNull();
  expect(findComments(`// one\n${printed}`)).toBe(1);
});
