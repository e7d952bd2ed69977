import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { judgeImport } from "./rooms/judge-import.ts";
import { readImports } from "./rooms/read-imports.ts";

// The lint rule for imports between rooms. With a folder as its argument, it checks that project instead of this one.
const root = process.argv[2] ?? join(import.meta.dirname, "..");
const files = globSync("{src,scripts,e2e,bench}/**/*.{ts,tsx}", { cwd: root }).map((file) => file.replaceAll(sep, "/"));

const problems = files.sort().flatMap((file) =>
  readImports(file, readFileSync(join(root, file), "utf8")).flatMap(({ specifier, line }) => {
    const problem = judgeImport(file, specifier);
    return problem ? [`${file}:${line}: ${problem}.`] : [];
  }),
);

if (problems.length > 0) {
  console.error(problems.join("\n"));
  console.error(`\n${problems.length} import(s) break the rooms of docs/architecture.md (scripts/rooms/rooms.ts).`);
  process.exitCode = 1;
}
