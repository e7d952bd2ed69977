import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePythonJson } from "./parse-json.ts";
import { printPythonJson } from "./print-json.ts";
import { printPythonText } from "./print-text.ts";
import { printPythonTime } from "./print-time.ts";
import { firstPythonWord, pythonStrip } from "./strip.ts";
import { askPython, hasPython } from "./test-python.ts";

const dumped = (text: string) => printPythonJson(parsePythonJson(text));
const printed = (text: string) => printPythonText(parsePythonJson(text));

test.each([
  ['{"a":1}', '{"a": 1}'],
  ['{"a":1.0,"b":[1,2.50,null,true]}', '{"a": 1.0, "b": [1, 2.5, null, true]}'],
  ['{"2":0,"1":0,"a":0,"10":0}', '{"2": 0, "1": 0, "a": 0, "10": 0}'],
  ['{"a":1,"b":2,"a":3}', '{"a": 3, "b": 2}'],
  ['{"__proto__":{"x":1}}', '{"__proto__": {"x": 1}}'],
  [
    '"ö \u{1f600} \u007f / \\u0000 \\b\\f\\n\\r\\t\\"\\\\"',
    '"\\u00f6 \\ud83d\\ude00 \\u007f / \\u0000 \\b\\f\\n\\r\\t\\"\\\\"',
  ],
  ["12345678901234567890", "12345678901234567890"],
  ["-0", "0"],
  ["[-0.0,0.0,-0e0]", "[-0.0, 0.0, -0.0]"],
  ["1e5", "100000.0"],
  ["[1e16,9999999999999998.0,1e15]", "[1e+16, 9999999999999998.0, 1000000000000000.0]"],
  ["[0.0001,0.00001,1.5e-7,1E-300]", "[0.0001, 1e-05, 1.5e-07, 1e-300]"],
  ["123456789012345678.5", "1.2345678901234568e+17"],
  ["[1e400,-1e400]", "[Infinity, -Infinity]"],
  [' { "a" : [ ] , "b" : { } } ', '{"a": [], "b": {}}'],
  ['"\\ud800"', '"\\ud800"'],
  ["[[1],[],[[2]]]", "[[1], [], [[2]]]"],
])("json.dumps of %s", (text, expected) => {
  expect(dumped(text)).toBe(expected);
});

test.each([
  ['"plain \' text"', "plain ' text"],
  ["true", "True"],
  ["null", "None"],
  ["2", "2"],
  ["2.0", "2.0"],
  ["1e400", "inf"],
  ['{"a":[true,null,1e16]}', "{'a': [True, None, 1e+16]}"],
  [`["it's","\\"","both ' and \\""]`, `["it's", '"', 'both \\' and "']`],
  [
    '["ö","\\u00a0","\\u00ad","\\u0085","\\u200b","\\ue000","\\n\\\\"]',
    "['ö', '\\xa0', '\\xad', '\\x85', '\\u200b', '\\ue000', '\\n\\\\']",
  ],
  ['["\u{1f600}","\u{e0001}"]', "['\u{1f600}', '\\U000e0001']"],
])("str of %s", (text, expected) => {
  expect(printed(text)).toBe(expected);
});

test.each([
  ["2026-12-01T00:00:00.000000Z", "2026-12-01T00:00:00"],
  ["2026-12-01T09:30:00.120000Z", "2026-12-01T09:30:00.120000"],
  ["2026-12-01 09:30:00.000001", "2026-12-01T09:30:00.000001"],
  ["2026-12-01T09:30:00", "2026-12-01T09:30:00"],
  ["2026-12-01T09:30:00.5+02:00", "2026-12-01T07:30:00.500000"],
  ["2026-12-01", "2026-12-01T00:00:00"],
  ["some day", "some day"],
])("isoformat of %s", (text, expected) => {
  expect(printPythonTime(text)).toBe(expected);
});

test("white space is what Python counts as such", () => {
  expect(pythonStrip("\u001c \u0085\t\u3000x\ufeff\n\u2028\u00a0")).toBe("x\ufeff");
  expect(firstPythonWord(" \u001fMia\u0085Silva")).toBe("Mia");
  expect(firstPythonWord("\u00a0 ")).toBe("");
});

/** Every spelling that JSON allows for a number. */
const numberText = fc.oneof(
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? "-0.0" : String(value))),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(999_999_999), fc.integer({ min: -330, max: 330 }))
    .map(([whole, fraction, exponent]) => `${whole}.${fraction}e${exponent}`),
  fc.tuple(fc.nat(), fc.integer({ min: -30, max: 30 })).map(([whole, exponent]) => `${whole}E${exponent}`),
  fc.tuple(fc.integer(), fc.nat(99)).map(([whole, fraction]) => `${whole}.${String(fraction).padStart(2, "0")}0`),
);

/** Characters that every Python 3 and every Node know: later versions of Unicode assign more of them. */
const text = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0x24f }),
      fc.integer({ min: 0x2000, max: 0x206f }),
      fc.constantFrom(0x27, 0x22, 0xfeff, 0xd800, 0x1f600, 0x65e5, 0xe0001, 0x10ffff),
    ),
  )
  .map((codes) => codes.map((code) => String.fromCodePoint(code)).join(""));

const jsonText = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.constantFrom("null", "true", "false", '""', "{}", "[]"),
    numberText,
    text.map((content) => JSON.stringify(content)),
    fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
    fc
      .array(fc.tuple(fc.oneof(text, fc.nat(12).map(String)), tie("value")), { maxLength: 5 })
      .map((entries) => `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${item}`).join(" ,")}}`),
  ),
})).value;

describe.runIf(hasPython)("real Python agrees", () => {
  test("on json.dumps and str of what json.loads reads", () => {
    const texts = fc.sample(jsonText, 3000);
    const program =
      "import json\ndef answer(text):\n  value = json.loads(text)\n  return [json.dumps(value), str(value)]";
    const answers = askPython<[string, string]>(program, texts);
    for (const [index, [dumps, str]] of answers.entries()) {
      expect(dumped(texts[index] ?? ""), texts[index]).toBe(dumps);
      expect(printed(texts[index] ?? ""), texts[index]).toBe(str);
    }
  });

  test("on strip and the first word", () => {
    const texts = fc.sample(text, 2000).flatMap((middle) => [middle, ` \u001e${middle}\u0085\ufeff`]);
    const program = "def answer(text):\n  return [text.strip(), (text.split() or [''])[0]]";
    const answers = askPython<[string, string]>(program, texts);
    expect(texts.map((each) => [pythonStrip(each), firstPythonWord(each)])).toEqual(answers);
  });

  test("on isoformat", () => {
    const times = fc.sample(
      fc.tuple(
        fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
        fc.oneof(fc.constantFrom(0, 1, 120_000, 999_999), fc.nat(999_999)),
      ),
      1000,
    );
    const parts = times.map(([day, microsecond]) => [
      day.getUTCFullYear(),
      day.getUTCMonth() + 1,
      day.getUTCDate(),
      day.getUTCHours(),
      day.getUTCMinutes(),
      day.getUTCSeconds(),
      microsecond,
    ]);
    const answers = askPython<string>(
      "import datetime\ndef answer(parts):\n  return datetime.datetime(*parts).isoformat()",
      parts,
    );
    const stored = times.map(
      ([day, microsecond]) => `${day.toISOString().slice(0, 19)}.${String(microsecond).padStart(6, "0")}Z`,
    );
    expect(stored.map(printPythonTime)).toEqual(answers);
  });
});
