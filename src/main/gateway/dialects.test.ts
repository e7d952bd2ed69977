import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { dialectWords } from "../../shared/dialect-names.ts";
import type { JsonObject } from "../../shared/records.ts";
import { classic } from "./classic.ts";
import { current } from "./current.ts";
import type { Dialect } from "./dialect.ts";
import { dialectNamed, dialects, recognizeDialect } from "./dialects.ts";

test("every named dialect is in the list", () => {
  expect(dialects.map(({ name }) => name).sort()).toEqual(Object.keys(dialectWords).sort());
});

test("a gateway that was never reached is taken for one of the newest", () => {
  expect(dialectNamed(null)).toBe(dialects[0]);
  expect(dialects.map(({ name }) => dialectNamed(name))).toEqual(dialects);
});

const gateways: [JsonObject, string[], Dialect][] = [
  [{ agents: { entries: {} } }, [], current],
  [{ agents: { list: [] } }, ["agents.entries"], classic],
  [{}, ["agents.entries"], current],
  [{}, [], classic],
];

test.each(gateways)(
  "recognizes the dialect of the configuration %j with the settings %j",
  async (config, known, dialect) => {
    const lookUp = async (path: string) => (known.includes(path) ? {} : null);
    expect(await recognizeDialect({ config, lookUp })).toBe(dialect);
  },
);

test("no other code asks for a dialect by name", () => {
  const home = /^(src\/main\/gateway|src\/practice-gateway)\//;
  const literal = new RegExp(`["'\`](${Object.keys(dialectWords).join("|")})["'\`]`);
  const files = globSync("{src,e2e,scripts}/**/*.{ts,tsx}").filter((file) => !home.test(file));
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((file) => literal.test(readFileSync(file, "utf8")))).toEqual([]);
});
