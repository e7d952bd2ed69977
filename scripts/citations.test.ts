import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const projectDir = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(projectDir, path), "utf8");
const find = (pattern: string[]) => globSync(pattern, { cwd: projectDir }).map((path) => path.replaceAll("\\", "/"));

const sources = find(["{src,scripts,e2e,bench}/**/*.{ts,tsx,mjs}"]).filter(
  (path) => path !== "scripts/citations.test.ts",
);
const documents = find(["*.md", "{docs,templates,bench,e2e}/**/*.md"]);
const headingsOf = (path: string) => [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);

test("a document that the code cites is there, with the section that it names", () => {
  const cited = sources.flatMap((source) => {
    const text = read(source).replaceAll(/\n\s*(\*|\/\/) ?/g, " ");
    const citations = text.matchAll(/(docs\/[\w-]+\.md)(?:, ([A-Z][^)"`]{0,60}))?/g);
    return [...citations].map(([words, path = "", section]) => ({ source, words, path, section }));
  });
  expect(cited.length).toBeGreaterThan(70);
  const wrong = cited.filter(({ path, section }) => {
    if (!existsSync(join(projectDir, path))) return true;
    return section !== undefined && !headingsOf(path).some((heading) => section.startsWith(heading));
  });
  expect(wrong.map(({ source, words }) => `${source}: ${words}`)).toEqual([]);
});

test("a link in a document leads to a file, and to a section that it has", () => {
  const links = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)/g)].map(
      ([, path = "", anchor]) => ({
        document,
        target: path === "" ? document : join(dirname(document), path),
        anchor,
      }),
    ),
  );
  expect(links.length).toBeGreaterThan(40);
  const broken = links.filter(({ target, anchor }) => {
    if (!existsSync(join(projectDir, target))) return true;
    return anchor !== undefined && !headingsOf(target).map(anchorOf).includes(anchor);
  });
  expect(broken).toEqual([]);
});

/** As GitHub makes the anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
