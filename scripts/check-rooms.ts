import { globSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";
import { findCircles } from "./rooms/find-circles.ts";
import { judgeImport } from "./rooms/judge-import.ts";
import { readImports } from "./rooms/read-imports.ts";

// The lint rule for imports between rooms. With a folder as its argument, it checks that project instead of this one.
const root = process.argv[2] ?? join(import.meta.dirname, "..");
const files = globSync("{src,scripts,e2e,bench}/**/*.{ts,tsx}", { cwd: root }).map((file) => file.replaceAll(sep, "/"));

const imports = new Map(files.sort().map((file) => [file, readImports(file, readFileSync(join(root, file), "utf8"))]));

const problems = [...imports].flatMap(([file, imported]) =>
  imported.flatMap(({ specifier, line }) => {
    const problem = judgeImport(file, specifier);
    return problem ? [`${file}:${line}: ${problem}.`] : [];
  }),
);

const own = [...imports].filter(([file]) => file.startsWith("src/"));
const circles = findCircles(
  new Map(
    own.map(([file, imported]) => [
      file,
      imported.flatMap(({ specifier }) =>
        specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : [],
      ),
    ]),
  ),
);

if (problems.length > 0) {
  console.error(problems.join("\n"));
  console.error(`\n${problems.length} import(s) break the rooms of docs/architecture.md (scripts/rooms/rooms.ts).`);
  process.exitCode = 1;
}

if (circles.length > 0) {
  console.error(circles.map((files) => `These files import each other: ${files.join(" -> ")}.`).join("\n"));
  console.error("\nMove what they share into a file of its own.");
  process.exitCode = 1;
}
