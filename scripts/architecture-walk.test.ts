import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
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

test("every file on the way has a name of its own", () => {
  const namedAlike = (path: string) => sources.filter((other) => basename(other) === basename(path)).length > 1;
  expect(onTheWay.filter(namedAlike)).toEqual([]);
});
