import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** What works only in some folders or on some machines, and what to write instead. */
const faults = [
  // In a folder with a space or an umlaut it is not the path; on Windows it never is.
  { what: /\bimport\.meta\.url\)\.pathname/, instead: "join(import.meta.dirname, …)" },
  // The first Node of the PATH, which may be too old.
  { what: /\b(?:spawn|execFile|execFileSync|fork)\)?\(\s*"node"/, instead: "process.execPath" },
  { what: /"\/usr\/bin\/chromium"/, instead: "chromiumOptions of scripts/chromium.ts" },
];

test("paths and programs are found in any folder and on any system", () => {
  const files = globSync(["{src,scripts,e2e}/**/*.{ts,tsx}", "*.ts"], { cwd: root }).filter(
    (file) => !["portable-paths.test.ts", "chromium.ts"].some((name) => file.endsWith(name)),
  );
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) => {
    const source = readFileSync(join(root, file), "utf8");
    return faults.filter(({ what }) => what.test(source)).map(({ instead }) => `${file}: use ${instead}`);
  });
  expect(found).toEqual([]);
});

/** What a test can only do where there are modes, shells, devices and links for everyone. It has a twin for Windows, or a reason to be skipped. */
const onlyOnPosix =
  /"mkfifo"|spawn\w*\("sh"|exec\w*\("sh"|\.mode & 0o|\bsymlink(?:Sync)?\(|"\/dev\/|process\.getuid\(\)/;

test("what only POSIX systems can do is skipped on Windows by the tests that do it", () => {
  const files = globSync(["{src,scripts}/**/{*.test,test-*}.{ts,tsx}"], { cwd: root });
  expect(files.length).toBeGreaterThan(200);
  const found = files
    .filter((file) => !file.endsWith("portable-paths.test.ts"))
    .map((file) => ({ file, source: readFileSync(join(root, file), "utf8") }))
    .filter(({ source }) => onlyOnPosix.test(source) && !/process\.platform|\bplatform:|skipIf/.test(source));
  expect(found.map(({ file }) => file)).toEqual([]);
});

test("git gives every text file the same line endings on every system", () => {
  const said = execFileSync("git", ["check-attr", "eol", "text", "--", "src/main/cli.ts", "docs/pictures/errors.png"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(said.trim().split("\n")).toEqual([
    "src/main/cli.ts: eol: lf",
    "src/main/cli.ts: text: auto",
    "docs/pictures/errors.png: eol: lf",
    "docs/pictures/errors.png: text: unset",
  ]);
});
