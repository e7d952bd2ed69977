import { expect, test } from "vitest";
import { countComments } from "./find-comments.ts";

test.each([
  ["", 0],
  ["{}", 0],
  [`{ "url": "ws://host/*x*/" }`, 0],
  [`{ a: 'it\\'s // no comment', b: "\\"//" }`, 0],
  ["// one\n{ a: 1, // two\r\n  /* three\n more */ b: 2 }", 3],
  [`{ a: "x" /* it's */, b: 'y' } // "end`, 2],
  ["/* unclosed // { a: 1 }", 1],
])("%j has %i comments", (text, count) => {
  expect(countComments(text)).toBe(count);
});
