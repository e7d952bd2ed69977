import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { errorCodes, errorEntry } from "../../shared/errors.ts";
import { hintForTerminal, hintForWindow } from "../../shared/hint-words.ts";
import { syncChoiceNames, syncChoices } from "../../shared/sync-options.ts";
import { exitCodes } from "./exit-codes.ts";
import { createOutput } from "./output.ts";
import { createProgram } from "./program.ts";

/* Every hint of the error catalogue leads to something that exists in the host that shows it. */

const values = ["VALUE", "VALUE", "VALUE"];
const hints = errorCodes.flatMap((code) =>
  Object.entries(errorEntry(code).hints).map(([situation, made]): [name: string, hint: string] => [
    `${code}, ${situation}`,
    typeof made === "function" ? made(...values) : made,
  ]),
);

/** Programs of the gateway's host or of this machine, which both hosts may name. */
const otherPrograms = ["openclaw", "openssl", "npm", "npx"];
const windowWords = /\b(click|button|screen|window|menu|page|tab|dialog|checkbox|tick)\b/i;

const { streams, signal } = { streams: process, signal: new AbortController().signal };
const program = createProgram({
  env: {},
  streams,
  signal,
  output: createOutput(false, streams),
  ask: null,
  exitCode: exitCodes.done,
});
const hostFlags = ["serve", "port", "data-dir", "reset-practice", "new-link"].map((name) => `--${name}`);

function flagsOf(command: Command): string[] {
  return ["--help", ...command.options.flatMap(({ long }) => long ?? [])];
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** What is wrong with a command line in backticks, which may begin with our name; null when it can be run. */
function faultOf(typed: string[]): string | null {
  const words = typed[0] === "flightdeck" ? typed.slice(1) : typed;
  let command = program;
  const isName = (word: string | undefined) => word !== undefined && /^[a-z]/.test(word);
  const rest = [...words];
  while (isName(rest[0])) {
    const name = rest.shift();
    const next = command.commands.find((sub) => sub.name() === name);
    if (!next) return `${command.name()} has no command ${name}`;
    command = next;
  }
  if (command === program) return flagsFault(rest, [...hostFlags, ...everyCommand(program).flatMap(flagsOf)]);
  if (command.commands.length > 0) return `${command.name()} needs a command`;
  return flagsFault(rest, [...flagsOf(command), ...flagsOf(program)]);
}

function flagsFault(words: string[], known: string[]): string | null {
  const unknown = words.find((word) => word.startsWith("--") && !known.includes(word));
  return unknown === undefined ? null : `there is no ${unknown}`;
}

function commandsIn(text: string): string[][] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, command = ""]) => command.split(" "));
}

const isOwn = ([name = ""]: string[]) => !otherPrograms.includes(name) && name !== "VALUE";

test.each(hints)("%s: the command line can run what its hint names", (_, hint) => {
  const text = hintForTerminal(hint);
  const faults = commandsIn(text).filter(isOwn).map(faultOf);
  expect(faults.filter((fault) => fault !== null)).toEqual([]);
  const prose = text.replace(/`[^`]+`/g, "");
  expect(prose).not.toMatch(/--[a-z]/);
  expect(prose.replaceAll(`"VALUE"`, "")).not.toMatch(/"/);
  expect(prose).not.toMatch(windowWords);
});

/** What the window shows: the lines of text and the strings of its sources. */
function textsOfWindow(): Set<string> {
  const source = join(import.meta.dirname, "../..");
  const files = ["renderer", "shared"].flatMap((room) =>
    readdirSync(join(source, room), { recursive: true, encoding: "utf8" }).map((file) => join(source, room, file)),
  );
  const shown = files.filter((file) => /\.tsx?$/.test(file) && !/\.test\.|shared\/errors|hint-words/.test(file));
  return new Set(
    shown.flatMap((file) => {
      const text = readFileSync(file, "utf8");
      const strings = [...text.matchAll(/"([^"\n]+)"/g)].map(([, words = ""]) => words);
      const children = [...text.matchAll(/>([^<>{}]+)</g)].map(([, words = ""]) => words.trim());
      return [...strings, ...children];
    }),
  );
}
const windowTexts = textsOfWindow();

test.each(hints)("%s: the window has what its hint names", (_, hint) => {
  const text = hintForWindow(hint);
  const labels = [...text.matchAll(/"([^"]+)"/g)].map(([, label = ""]) => label);
  expect(labels.filter((label) => label !== "VALUE" && !windowTexts.has(label))).toEqual([]);
  const ofOthers = new RegExp(`\`(${[...otherPrograms, "flightdeck"].join("|")}) [^\`]+\``, "g");
  expect(text.replace(ofOthers, "")).not.toMatch(/--[a-z]/);
  const own = commandsIn(text).filter(isOwn);
  expect(own.filter(([name]) => name !== "flightdeck")).toEqual([]);
  expect(own.map(faultOf).filter((fault) => fault !== null)).toEqual([]);
});

test.each(hints)("%s: both hosts name the same sync option", (_, hint) => {
  const named = syncChoiceNames
    .map((name) => syncChoices[name])
    .filter(({ label }) => hintForWindow(hint).includes(`"${label}"`));
  for (const { flag } of named) expect(hintForTerminal(hint)).toContain(flag);
});

test("every hint has words for at least one host, and ends as a sentence", () => {
  for (const [name, hint] of hints) {
    const shown = [hintForWindow(hint), hintForTerminal(hint)].filter((text) => text !== "");
    expect(shown.length, name).toBeGreaterThan(0);
    for (const text of shown) expect(text, name).toMatch(/[.`}]$/);
  }
});
