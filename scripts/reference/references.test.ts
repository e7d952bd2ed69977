import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { references } from "./references.ts";

test.each(references)("$file is what `npm run reference` makes of the code", ({ file, make }) => {
  expect(readFileSync(join(import.meta.dirname, "../..", file), "utf8")).toBe(make());
});
