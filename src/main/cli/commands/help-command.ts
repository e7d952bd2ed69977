import { Command, CommanderError } from "commander";
import { commandName } from "../../../shared/command-name.ts";
import { errorCodes, errorEntry, FlightDeckError, hintsOf, isErrorCode } from "../../../shared/errors.ts";
import { errorsPage, type GuidePage, generalHints, guideReferences } from "../../../shared/guide.ts";
import { hintForTerminal } from "../../../shared/hint-words.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { listGuidePages, readGuidePage } from "../read-guide.ts";
import { wrap } from "../text/plain.ts";

/** `help`: how a task is done, what an error means, or the help of a command. */
export function addHelpCommand(program: Command, cli: Cli): void {
  program.helpCommand(false);
  program
    .command("help")
    .description("how a task is done, what an error means, or the options of a command")
    .argument("[topic...]", "a task of the guide, the code of an error, or a command")
    .addHelpText(
      "after",
      examples([
        ["help", "Which tasks and commands are there?"],
        ["help plan-and-sync", "How is this task done?"],
        ["help agent-not-ours", "What does this error mean?"],
        ["help gateway check", "The same as gateway check --help"],
      ]),
    )
    .action(action(cli, (topic: string[]) => help(program, cli, topic)));
}

async function help(program: Command, cli: Cli, topic: string[]): Promise<ExitCode> {
  const [name = ""] = topic;
  const command = topic.length > 0 ? findCommand(program, topic) : null;
  if (topic.length === 0) await showAll(program, cli);
  else if (command) command.outputHelp();
  else if (topic.length === 1 && isErrorCode(name)) await showError(cli, name);
  else if (topic.length === 1 && name === errorsPage) await showErrorCodes(cli);
  else await showPage(program, cli, topic);
  return exitCodes.done;
}

function findCommand(program: Command, words: string[]): Command | null {
  return words.reduce<Command | null>(
    (command, word) => command?.commands.find((sub) => sub.name() === word) ?? null,
    program,
  );
}

async function showAll(program: Command, { output }: Cli): Promise<void> {
  const tasks = listGuidePages().filter(({ name }) => name !== errorsPage);
  const commands = program.commands.map((command) => ({ name: command.name(), description: command.description() }));
  const width = Math.max(...tasks.map(({ name }) => name.length));
  const listed = ({ name, title }: GuidePage) => `  ${name.padEnd(width)}  ${title}`;
  await output.result({ tasks, commands }, () => [
    program.helpInformation().trimEnd(),
    "",
    `Tasks and topics (${commandName()} help TASK):`,
    ...tasks.map(listed),
    "",
    `Errors: ${commandName()} help CODE, with the code that is shown in brackets; ${commandName()} help errors lists all.`,
  ]);
}

async function showError({ output }: Cli, code: (typeof errorCodes)[number]): Promise<void> {
  const { title, exit, endsRun } = errorEntry(code);
  const hints = generalHints(code, hintForTerminal);
  await output.result({ code, title, exitCode: exitCodes[exit], endsRun, hints }, () => [
    output.paint("bold", `${title} [${code}]`),
    `A command that fails with it ends with exit code ${exitCodes[exit]}.${endsRun ? " It ends the whole run." : ""}`,
    ...(hints.length > 0 ? ["", "What to do, depending on the situation:"] : []),
    ...hints.flatMap((hint) => wrap(hint, { width: output.columns, firstIndent: "  - ", restIndent: "    " })),
  ]);
}

async function showErrorCodes({ output }: Cli): Promise<void> {
  const errors = errorCodes.toSorted().map((code) => ({ code, title: errorEntry(code).title }));
  const width = Math.max(...errors.map(({ code }) => code.length));
  await output.result({ errors }, () => errors.map(({ code, title }) => `${code.padEnd(width)}  ${title}`));
}

async function showPage(program: Command, { output }: Cli, words: string[]): Promise<void> {
  const name = pageMeant(words.join("-"));
  const markdown = readGuidePage(name);
  if (markdown === null) throw unknownTopic(program, name);
  const { markdownText } = await import("../text/markdown-text.ts");
  const { columns, paint } = output;
  await output.result({ name, markdown }, () => markdownText({ markdown, page: name, columns, paint }));
}

/** The only page with these words in its name, as `undo` is for `undo-a-run`; otherwise what was typed. */
function pageMeant(typed: string): string {
  const words = typed.split("-");
  const found = listGuidePages().filter(({ name }) => words.every((word) => name.split("-").includes(word)));
  return found.length === 1 && found[0] ? found[0].name : typed;
}

function unknownTopic(program: Command, name: string): FlightDeckError {
  const commands = program.commands.map((command) => command.name());
  const near = nearest(name, [
    ...listGuidePages().map((page) => page.name),
    ...guideReferences,
    ...commands,
    ...errorCodes,
  ]);
  return new FlightDeckError("bad-input", `There is no help on "${name}".${near}`, hintsOf("bad-input").helpTopic);
}

/** The names that are spelled alike, as commander suggests them for a command that it does not know; and those with the same word. */
function nearest(name: string, names: string[]): string {
  const words = name.split("-").filter((word) => word.length > 2);
  const alike = names.filter((each) => words.some((word) => each.split("-").includes(word)));
  if (alike.length > 0) return ` Did you mean ${[...new Set(alike)].slice(0, 5).join(", ")}?`;
  const guess = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  for (const each of new Set(names)) guess.command(each);
  try {
    guess.parse([name], { from: "user" });
  } catch (error) {
    const [, found] =
      /\(Did you mean (?:one of )?(.+)\?\)/.exec(error instanceof CommanderError ? error.message : "") ?? [];
    if (found) return ` Did you mean ${found}?`;
  }
  return "";
}
