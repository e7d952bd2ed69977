import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import { expect, it } from "vitest";
import { largestPictureBytes, mostPictureBytes, pictureFile, pictureNames } from "./picture-names.ts";

const root = join(import.meta.dirname, "../..");

it("the README and the guide show the pictures that `npm run pictures` makes, and no others", () => {
  const documents = ["README.md", ...globSync("docs/**/*.md", { cwd: root })];
  const shown = documents.flatMap((document) => {
    const text = readFileSync(join(root, document), "utf8");
    const files = [...text.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, file = ""]) => file);
    return files.map((file) => normalize(join(dirname(document), file)).replaceAll(sep, "/"));
  });
  expect([...new Set(shown)].toSorted()).toEqual(pictureNames.map(pictureFile).toSorted());
  const there = globSync("docs/**/*.png", { cwd: root }).map((file) => file.replaceAll(sep, "/"));
  expect(there.toSorted()).toEqual(pictureNames.map(pictureFile).toSorted());
});

it.each(pictureNames)("%s is a picture of a reasonable size", (name) => {
  const bytes = readFileSync(join(root, pictureFile(name)));
  expect(bytes.subarray(1, 4).toString("latin1")).toBe("PNG");
  expect(bytes.length).toBeLessThan(largestPictureBytes);
});

it("all of them together do not make a package much larger", () => {
  const sizes = pictureNames.map((name) => readFileSync(join(root, pictureFile(name))).length);
  expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(mostPictureBytes);
});
