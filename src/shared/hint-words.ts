/*
 * A hint names an option by its label in the window, followed by its flag: `Sync again with "Repair tokens" (--rotate-tokens).`
 * Each host shows the one that its operator can use.
 */

const flag = "--[a-z][a-z-]*";
const flagInBrackets = new RegExp(` \\(${flag}\\)`, "g");
const labelWithFlag = new RegExp(`"[^"]+" \\((${flag})\\)`, "g");

/** The hint without the flags of the command line. */
export function hintForWindow(hint: string): string {
  return hint.replace(flagInBrackets, "");
}

/** The hint with the flags alone where it also has the labels of the window. */
export function hintForTerminal(hint: string): string {
  return hint.replace(labelWithFlag, "$1");
}
