import { exitCodes } from "../../src/main/cli/exit-codes.ts";
import { errorCodes, errorEntry } from "../../src/shared/errors.ts";
import { generalHints } from "../../src/shared/guide.ts";
import { hintForTerminal, hintForWindow } from "../../src/shared/hint-words.ts";

/** docs/errors.md: every error code, with what it ends with and what to do. */
export function describeErrors(): string {
  const head = [
    "# Errors",
    "Made by `npm run reference` from the error catalogue. The errors of a run, an exported error list and every answer with `--json` carry these codes. An ellipsis is for a name.",
  ];
  return `${[...head, ...[...errorCodes].sort().map(describe)].join("\n\n")}\n`;
}

function describe(code: (typeof errorCodes)[number]): string {
  const { title, exit, endsRun } = errorEntry(code);
  const status = `A command that fails with it ends with exit code ${exitCodes[exit]}.`;
  const run = endsRun ? " It ends the whole run." : "";
  const todo = generalHints(code, (both) => both);
  return [`## ${code}`, `${title}. ${status}${run}`, ...(todo.length === 0 ? [] : [todo.map(lineOf).join("\n")])].join(
    "\n\n",
  );
}

function lineOf(hint: string): string {
  const [window, terminal] = [hintForWindow(hint), hintForTerminal(hint)];
  if (window === terminal) return `- ${window}`;
  return [
    ...(window === "" ? [] : [`- In the window: ${window}`]),
    ...(terminal === "" ? [] : [`- On the command line: ${terminal}`]),
  ].join("\n");
}
