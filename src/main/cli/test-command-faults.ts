import type { Command } from "commander";
import { messageOf } from "../../shared/errors.ts";
import { exitCodes } from "./exit-codes.ts";
import { createOutput } from "./output.ts";
import { createProgram } from "./program.ts";

const { streams, signal } = { streams: process, signal: new AbortController().signal };
const makeProgram = () =>
  createProgram({
    env: {},
    streams,
    signal,
    output: createOutput(false, streams),
    ask: null,
    exitCode: exitCodes.done,
  });
const program = makeProgram();
const hostFlags = ["serve", "port", "data-dir", "reset-practice", "new-link"].map((name) => `--${name}`);

function flagsOf(command: Command): string[] {
  return ["--help", ...command.options.flatMap(({ long }) => long ?? [])];
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** What is wrong with the words of a command line, which may begin with our name; null when it can be run. */
export function faultOf(typed: string[]): string | null {
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

/** Why the program would not take the words of a command, its arguments included; null if it would. Nothing is run. */
export function refusalOf(words: string[]): string | null {
  const parser = makeProgram();
  for (const command of everyCommand(parser)) if (command.commands.length === 0) command.action(() => undefined);
  try {
    parser.parse(words, { from: "user" });
    return null;
  } catch (error) {
    return `${words.join(" ")}: ${messageOf(error)}`;
  }
}

/** The names of all commands of the first level. */
export const commandNames = program.commands.map((command) => command.name());
