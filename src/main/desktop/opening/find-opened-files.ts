import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { fileEndings } from "../../../shared/opened-file.ts";

const endings = new RegExp(`\\.(${Object.values(fileEndings).join("|")}|json)$`, "i");

/**
 * The files that a start was asked to open. Chromium and the platforms add words of their own, so only those count that end as such a
 * file does.
 */
export function findOpenedFiles(argv: string[], workingDir: string): string[] {
  const { positionals } = parseArgs({
    args: argv.slice(1),
    options: { "data-dir": { type: "string" } },
    allowPositionals: true,
    strict: false,
  });
  return positionals.filter((word) => endings.test(word)).map((word) => resolve(workingDir, word));
}
