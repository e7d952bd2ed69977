import { expect, test } from "vitest";
import { failedInclude, readFailure } from "./render-failure.ts";

const line = "-".repeat(30);

test("the place and the source at fault are read, the values are not", () => {
  const message = [
    "undefined value (in BOARD_SOUL.md.j2:12)",
    `${line} BOARD_SOUL.md.j2 ${line}`,
    "  11 | before",
    "  12 > Größe 日本 {{ board_nam }} {{ auth_token }}",
    "     i             ^^^^^^^^^ undefined value",
    "~".repeat(60),
    'Referenced variables: {\n    auth_token: "SECRET",\n}',
    line,
  ].join("\n");
  const failure = readFailure(message);
  expect(failure).toEqual({
    reason: "undefined",
    template: "BOARD_SOUL.md.j2",
    line: 12,
    expression: "board_nam",
    detail: null,
  });
});

test("a value inside a message is dropped", () => {
  const failure = readFailure('template not found: tried to include non-existing template "SECRET\nmore" (in T:1)');
  expect(failure).toMatchObject({ reason: "include-missing", template: "T", line: 1 });
  expect(JSON.stringify(failure)).not.toContain("SECRET");
});

test("what the engine says of the source is kept", () => {
  expect(readFailure("syntax error: unexpected end of block (in S:2)").detail).toBe("unexpected end of block");
  expect(readFailure("unknown filter: filter nope is unknown (in S:2)").detail).toBe("filter nope is unknown");
});

test("a message of another form is no more than that", () => {
  expect(readFailure("boom")).toEqual({ reason: "other", template: null, line: null, expression: null, detail: null });
});

test("an include says where it failed", () => {
  expect(failedInclude('could not render include: error in "A.md.j2" (in B.md.j2:3)')).toBe("A.md.j2");
  expect(failedInclude("undefined value (in B.md.j2:3)")).toBeNull();
});
