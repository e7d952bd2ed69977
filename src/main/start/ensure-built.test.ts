import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isBuildDue } from "./ensure-built.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "flight-deck-built-"));
  for (const path of ["src/main/index.ts", "src/renderer/deep/page.tsx", "docs/guide/undo.md"]) write(path, 100);
  for (const path of ["electron.vite.config.ts", "package-lock.json"]) write(path, 100);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, atSeconds: number): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), "");
  utimesSync(join(root, path), atSeconds, atSeconds);
}

function build(atSeconds: number): void {
  for (const file of ["index.js", "render-worker.js", "copy-worker.js"]) write(`out/main/${file}`, atSeconds);
  for (const file of ["preload/index.cjs", "renderer/index.html"]) write(`out/${file}`, atSeconds);
}

test("a build is due when there is none, or a part of it is missing", () => {
  expect(isBuildDue(root)).toBe(true);
  build(200);
  expect(isBuildDue(root)).toBe(false);
  rmSync(join(root, "out/preload"), { recursive: true });
  expect(isBuildDue(root)).toBe(true);
});

test("a build is due when a source has changed since", () => {
  build(200);
  write("src/renderer/deep/page.tsx", 300);
  expect(isBuildDue(root)).toBe(true);
  build(400);
  write("docs/guide/undo.md", 450);
  expect(isBuildDue(root)).toBe(true);
  build(460);
  write("package-lock.json", 500);
  expect(isBuildDue(root)).toBe(true);
});
