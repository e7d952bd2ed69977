import fc from "fast-check";

/** Texts around token lines, as people, templates and agents write them. */

const quotes = fc.constantFrom("", '"', "'", "`");
const bullet = fc.constantFrom("", "- ", "* ", "  ");
const tail = fc.constantFrom("", "  ", " # keep it secret");

/** A line from which the word can be read. */
export const goodLine = (word: string) =>
  fc.tuple(bullet, quotes, tail).map(([b, q, t]) => `${b}AUTH_TOKEN=${q}${word}${q}${t}`);

/** Looks like a token line but is not one, or has another token. */
const otherLine = fc.oneof(
  fc.constantFrom(
    "AUTH_TOKEN=$(grep '^AUTH_TOKEN=' TOOLS.md | head -n1 | cut -d= -f2-)",
    'AUTH_TOKEN="$MC_TOKEN"',
    "AUTH_TOKEN=YOUR_AGENT_TOKEN_HERE",
    "AUTH_TOKEN=",
    "AUTH_TOKEN=''",
    "export AUTH_TOKEN=abcdefghijklmnopqrstuvwxyz",
    "# AUTH_TOKEN=abcdefghijklmnopqrstuvwxyz",
    "AUTH_TOKEN: abcdefghijklmnopqrstuvwxyz",
    "| AUTH_TOKEN | abcdefghijklmnopqrstuvwxyz |",
  ),
  fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => `AUTH_TOKEN=${Buffer.from(bytes).toString("base64url")}`),
  fc.string({ unit: "grapheme", maxLength: 30 }).map((text) => `AUTH_TOKEN=${text.replace(/[\r\n{}%]/g, "")}`),
);

const filler = fc.constantFrom("", "Some text.", "```sh", "```", "~~~", "### Notes", "- a list");
const lines = fc.array(fc.oneof(otherLine, filler), { maxLength: 5 });

export const around = fc.record({
  before: lines,
  after: lines,
  newline: fc.constantFrom("\n", "\r\n", "\r"),
  bom: fc.boolean(),
});
