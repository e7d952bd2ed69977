import type { Command, Option } from "commander";
import { describeTree } from "../../src/main/cli/completion/command-tree.ts";
import { exitCodes } from "../../src/main/cli/exit-codes.ts";
import { createOutput } from "../../src/main/cli/output.ts";
import { createProgram } from "../../src/main/cli/program.ts";

/** src/main/cli/completion/command-tree.json: what a shell completes. */
export function describeCompletion(): string {
  return `${JSON.stringify(describeTree(programWith(process.stdout)), null, 1)}\n`;
}

/** docs/cli.md: every command with its options and examples, as `--help` shows them. */
export function describeCommands(): string {
  const text = { written: "" };
  const stdout = Object.assign(Object.create(process.stdout), {
    write(piece: string) {
      text.written += piece;
      return true;
    },
  });
  const program = programWith(stdout);
  /** What `addHelpText` put below a command's own help: examples and notes. */
  const textBelow = (command: Command) => {
    text.written = "";
    command.outputHelp();
    return text.written.slice(command.helpInformation().length).trim();
  };
  const head = [
    "# The command line",
    `Made by \`npm run reference\` from the commands' own help. In a clone it is called \`npx flightdeck\`, also in its subfolders.`,
    options(program.options),
    fenced(textBelow(program)),
  ];
  const commands = program.commands.flatMap((command) => describe(command, [], textBelow));
  return `${[...head, ...commands].filter(Boolean).join("\n\n")}\n`;
}

function programWith(stdout: NodeJS.WriteStream): Command {
  const streams = { stdout, stderr: process.stderr };
  return createProgram({
    env: {},
    streams,
    signal: new AbortController().signal,
    output: createOutput(false, streams),
    ask: null,
    exitCode: exitCodes.done,
  });
}

function describe(command: Command, above: string[], textBelow: (command: Command) => string): string[] {
  const words = [...above, command.name()];
  const usage = ["flightdeck", ...words, command.usage()].join(" ");
  const isGroup = command.commands.length > 0;
  const own = [
    `${above.length === 0 ? "##" : "###"} ${words.join(" ")}`,
    sentence(command.description()),
    ...(isGroup
      ? []
      : [
          fenced(usage),
          table("Argument", argumentRows(command)),
          options(command.options),
          fenced(textBelow(command)),
        ]),
  ];
  return [...own, ...command.commands.flatMap((sub) => describe(sub, words, textBelow))];
}

function argumentRows(command: Command): Row[] {
  return command.registeredArguments
    .filter(({ description }) => description !== "")
    .map((argument) => [argument.name(), argument.description]);
}

function options(all: readonly Option[]): string {
  const rows = all.map(
    ({ flags, description, envVar }): Row => [
      flags,
      envVar === undefined ? description : `${description} (or the environment's ${envVar})`,
    ],
  );
  return table("Option", rows);
}

type Row = [name: string, text: string];

function table(title: string, rows: readonly Row[]): string {
  if (rows.length === 0) return "";
  const cell = (text: string) => text.replaceAll("|", "\\|");
  return [`| ${title} | |`, "|---|---|", ...rows.map(([name, text]) => `| \`${cell(name)}\` | ${cell(text)} |`)].join(
    "\n",
  );
}

function fenced(text: string): string {
  return text === "" ? "" : `\`\`\`sh\n${text}\n\`\`\``;
}

function sentence(text: string): string {
  return text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
