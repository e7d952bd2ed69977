import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { expect, test } from "vitest";
import { findUnusedWords } from "./find-unused-words.ts";

const root = join(import.meta.dirname, "../..");

/** Lines that need such a word, by file and text. */
const exceptions: { file: string; text: string }[] = [];

test("comments, texts and documents use plain words", () => {
  const files = globSync(["{src,scripts,e2e,templates,docs}/**/*.{ts,tsx,mjs,md,html,j2}", "*.md"], { cwd: root })
    .map((file) => file.replaceAll(sep, "/"))
    .filter((file) => !file.startsWith("scripts/wording/"));
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) =>
    findUnusedWords(file, readFileSync(join(root, file), "utf8"))
      .filter(({ text }) => !exceptions.some((exception) => exception.file === file && exception.text === text))
      .map(({ line, word, text }) => `${file}:${line}: "${word}" in: ${text}`),
  );
  expect(found).toEqual([]);
});

test.each([
  ["a.ts", "// A run goes on at this gateway.", "goes on"],
  ["a.ts", 'const text = "What shall be reached";', "shall"],
  ["a.ts", "const text = `a\nNobody knows`;", "Nobody"],
  ["a.tsx", "const text = <p>12 agents will be hit</p>;", "hit"],
  ["a.md", "It stands there.", "stands"],
])("finds such a word in %s: %s", (file, source, word) => {
  expect(findUnusedWords(file, source).map((found) => found.word)).toEqual([word]);
});

test.each([
  ["a.ts", "const hit = stands(nobody);"],
  ["a.ts", '// Understands "white", shallow and hits.'],
])("leaves %s alone: %s", (file, source) => {
  expect(findUnusedWords(file, source)).toEqual([]);
});
