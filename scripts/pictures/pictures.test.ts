import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { largestPictureBytes, pictureFile, pictureNames } from "./picture-names.ts";

const root = join(import.meta.dirname, "../..");

it("the README shows the pictures that `npm run pictures` makes, and no others", () => {
  const shown = [...readFileSync(join(root, "README.md"), "utf8").matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(
    ([, file]) => file,
  );
  expect(shown.toSorted()).toEqual(pictureNames.map(pictureFile).toSorted());
});

it.each(pictureNames)("%s is a picture of a reasonable size", (name) => {
  const bytes = readFileSync(join(root, pictureFile(name)));
  expect(bytes.subarray(1, 4).toString("latin1")).toBe("PNG");
  expect(bytes.length).toBeLessThan(largestPictureBytes);
});
