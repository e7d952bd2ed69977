import { resolve } from "node:path";
import type { Command } from "commander";
import envPaths from "env-paths";
import { commandName } from "../../shared/command-name.ts";
import type { Ask } from "./ask-at-terminal.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Output, Streams } from "./output.ts";
import { shellWord } from "./shell-word.ts";

/** What every command works with. */
export type Cli = {
  env: NodeJS.ProcessEnv;
  streams: Streams;
  output: Output;
  /** Aborted by the first Ctrl-C. */
  signal: AbortSignal;
  ask: Ask;
  exitCode: ExitCode;
};

/** Makes a commander action of a function that answers with an exit code. */
export function action<Args extends unknown[]>(cli: Cli, run: (...args: Args) => Promise<ExitCode>) {
  return async (...args: Args): Promise<void> => {
    cli.exitCode = await run(...args);
  };
}

/** The data folder when none is given: the platform's usual place for the user's data. */
export function defaultDataDir(): string {
  return envPaths("flight-deck", { suffix: "" }).data;
}

export function dataDirOf(cli: Cli, command: Command): string {
  const { dataDir } = command.optsWithGlobals<{ dataDir?: string }>();
  return dataDir ? absolutePath(cli, dataDir) : defaultDataDir();
}

/** A path as the operator meant it: npm changes to the project's folder before it starts us. */
export function absolutePath({ env }: Pick<Cli, "env">, path: string): string {
  const typedIn = env.npm_lifecycle_event === "cli" ? env.INIT_CWD : undefined;
  return resolve(typedIn ?? process.cwd(), path);
}

/** A command to suggest, on the same data folder as this one, with its words quoted for a shell. */
export function commandLine(command: Command, words: string[]): string {
  const all = [...wordsOf(rootOf(command), "dataDir", "--data-dir"), ...words];
  return [commandName(), ...all.map((word) => shellWord(word))].join(" ");
}

/**
 * An option as it was typed, to repeat it in a suggested command; empty if it came from the environment or was not
 * given.
 */
export function wordsOf(command: Command, name: string, flag: string): string[] {
  return command.getOptionValueSource(name) === "cli" ? [flag, String(command.getOptionValue(name))] : [];
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

/** Examples at the end of a command's help. */
export function examples(lines: [words: string, what: string][]): string {
  return `\nExamples:\n${lines.map(([words, what]) => `  # ${what}\n  ${commandName()} ${words}`).join("\n")}`;
}
