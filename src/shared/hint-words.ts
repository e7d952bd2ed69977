import { withCommandName } from "./command-name.ts";

declare const isHint: unique symbol;

/**
 * What the operator can do next, in the words of both hosts. Made only by `hint`, so that every hint is in the error catalogue,
 * where a test looks for the controls that it names.
 */
export type Hint = string & { readonly [isHint]: true };

const marker = " [Command line: ";
const bothHosts = /^(?<window>.*) \[Command line: (?<terminal>.*)\]$/s;

/**
 * A hint of the catalogue.
 * @param window names controls by their label, in double quotes
 * @param terminal names commands and flags, in backticks; leave it out where both hosts say the same. Either is empty in a hint
 * that only the other host shows
 */
export function hint(window: string, terminal = window): Hint {
  return (terminal === window ? window : `${window}${marker}${terminal}]`) as Hint;
}

/*
 * Earlier versions stored hints that name an option by its label, followed by its flag:
 * `Sync again with "Repair tokens" (--rotate-tokens).`
 */
const flag = "--[a-z][a-z-]*";
const flagInBrackets = new RegExp(` \\(${flag}\\)`, "g");
const labelWithFlag = new RegExp(`"[^"]+" \\((${flag})\\)`, "g");

/** The hint as the window shows it: without the words of the command line. */
export function hintForWindow(hint: string): string {
  return withCommandName(bothHosts.exec(hint)?.groups?.window ?? hint.replace(flagInBrackets, ""));
}

/** The hint as the command line shows it: without the labels of a window that it does not have. */
export function hintForTerminal(hint: string): string {
  return withCommandName(bothHosts.exec(hint)?.groups?.terminal ?? hint.replace(labelWithFlag, "$1"));
}
