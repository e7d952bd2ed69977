import type { RunEvent } from "../../shared/sync.ts";
import { createPlainLines } from "../cli/progress/plain-lines.ts";

/** Prints what happens in the practice sync, a line each. */
export function practiceLines(print: (line: string) => void): (event: RunEvent) => void {
  const lineOf = createPlainLines(new Map());
  return (event) => {
    const line = lineOf(event);
    if (line !== null) print(`practice: ${line}`);
  };
}
