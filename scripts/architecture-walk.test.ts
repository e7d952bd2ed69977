import { globSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { expect, test } from "vitest";

const projectDir = join(import.meta.dirname, "..");
const architecture = readFileSync(join(projectDir, "docs/architecture.md"), "utf8");
const [, walk = ""] = architecture.split("## From a button to the gateway's socket");
const onTheWay = [...(walk.split("\n## ")[0] ?? "").matchAll(/`(src\/[^`]+\.tsx?)`/g)].map(([, path = ""]) => path);
const sources = globSync("src/**/*.{ts,tsx}", { cwd: projectDir }).map((path) => path.replaceAll("\\", "/"));

test("the walk from a button to the socket names files that exist", () => {
  expect(onTheWay.length).toBeGreaterThan(20);
  expect(onTheWay.filter((path) => !sources.includes(path))).toEqual([]);
});

test("a file's name tells it apart from every other one", () => {
  // The entries of main and preload are both called index. Tests are named after what they test.
  const named = sources.filter((path) => !/\/index\.ts$|\.test\.tsx?$/.test(path)).map((path) => parse(path).name);
  expect(named.filter((name, index) => named.indexOf(name) !== index)).toEqual([]);
});
