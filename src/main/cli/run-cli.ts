import { type Command, CommanderError } from "commander";
import { commandName } from "../../shared/command-name.ts";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { type Cli, dataDirOf } from "./cli-context.ts";
import { type ExitCode, exitCodeOfError, exitCodes } from "./exit-codes.ts";
import { nameWayOut } from "./name-way-out.ts";
import { createOutput, toFlightDeckError } from "./output.ts";
import { createProgram } from "./program.ts";
import { refuseLostFlags } from "./refuse-lost-flags.ts";
import type { Host } from "./run-host.ts";

export type RunCliOptions = Host & {
  /** The words after the program's name. */
  words: string[];
};

/** Runs one command and returns its exit code. The result goes to stdout, everything else to stderr. */
export async function runCli({ words, env, streams, signal, ask }: RunCliOptions): Promise<ExitCode> {
  // Before the words are parsed, because usage errors must be JSON too.
  const output = createOutput(words.includes("--json"), streams);
  const cli: Cli = { env, streams, output, signal, ask, exitCode: exitCodes.done };
  const program = createProgram(cli);
  try {
    refuseLostFlags(flagsOf(program), words, env);
    await program.parseAsync(words, { from: "user" });
    return cli.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    const failure = signal.aborted
      ? cancelled()
      : error instanceof CommanderError
        ? misuse(program, words, error)
        : error;
    const told = toldWithWayOut(dataDirOf(cli, program), failure);
    await output.error(told);
    return exitCodeOfError(told.code);
  }
}

/** The error; of a database of a newer version with the backup that this version can open. */
function toldWithWayOut(dataDir: string, failure: unknown): FlightDeckError {
  const told = toFlightDeckError(failure);
  return told.code === "database-newer" ? nameWayOut(dataDir, told) : told;
}

/** Every option of every command. */
function flagsOf(command: Command): string[] {
  const own = command.options.flatMap(({ long }) => long ?? []);
  return [...new Set([...own, ...command.commands.flatMap(flagsOf)])];
}

function cancelled(): FlightDeckError {
  return new FlightDeckError("cancelled", "Cancelled before anything was done.", hintsOf("cancelled").runAgain);
}

function misuse(program: Command, words: string[], error: CommanderError): FlightDeckError {
  const command = commandMeant(program, words);
  const path = pathOf(command);
  const isIncomplete = error.code === "commander.help";
  const message = isIncomplete
    ? `"${path}" needs a command: ${command.commands.map((sub) => sub.name()).join(", ")}.`
    : error.message.replace(/^error: /, "").replace(/\n/g, " ");
  return new FlightDeckError("bad-input", message, hintsOf("bad-input").usage(path));
}

/** The deepest command that the words name. */
function commandMeant(program: Command, words: string[]): Command {
  return words.reduce((command, word) => command.commands.find((sub) => sub.name() === word) ?? command, program);
}

function pathOf(command: Command): string {
  return command.parent === null ? commandName() : `${pathOf(command.parent)} ${command.name()}`;
}
