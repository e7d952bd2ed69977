import type { Argument, Command, Option } from "commander";
import type { NamedKind } from "../../database/peek-names.ts";

/** What the value of an option or an argument may be: one of these words, a name from the records, or a path. */
export type TreeValue = { choices: string[] } | { names: NamedKind } | { files: true } | { free: true };

export type TreeOption = {
  long: string;
  about: string;
  /** Left out by an option that is a switch. */
  value?: TreeValue;
  isVariadic?: true;
};

/** A command as plain data, so that a shell's Tab needs not load the program. */
export type CommandTree = {
  name: string;
  about: string;
  options: TreeOption[];
  arguments: { value: TreeValue; isVariadic?: true }[];
  commands: CommandTree[];
};

const kindsByName: { [name: string]: NamedKind } = {
  gateway: "gateways",
  board: "boards",
  boards: "boards",
  agent: "agents",
  agents: "agents",
  organization: "organizations",
};

/** The tree that `npm run reference` writes to command-tree.json. */
export function describeTree(command: Command): CommandTree {
  return {
    name: command.name(),
    about: command.description(),
    options: command.options.filter(({ hidden }) => !hidden).flatMap(describeOption),
    arguments: command.registeredArguments.map((argument) => ({
      value: argumentValue(command, argument),
      ...(argument.variadic ? { isVariadic: true as const } : {}),
    })),
    commands: command.commands.map(describeTree),
  };
}

function describeOption(option: Option): TreeOption[] {
  const { long, description, variadic } = option;
  if (!long) return [];
  const value = option.required || option.optional ? { value: optionValue(option) } : {};
  return [{ long, about: description, ...value, ...(variadic ? { isVariadic: true as const } : {}) }];
}

function optionValue({ argChoices, long, flags }: Option): TreeValue {
  if (argChoices) return { choices: argChoices };
  const names = kindsByName[long?.slice(2) ?? ""];
  if (names) return { names };
  return /<(file|dir)>/.test(flags) ? { files: true } : { free: true };
}

function argumentValue(command: Command, argument: Argument): TreeValue {
  if (argument.argChoices) return { choices: argument.argChoices };
  const group = command.parent?.name();
  if (argument.name() === "id" && group === "runs") return { names: "runs" };
  const names = kindsByName[argument.name()];
  if (names) return { names };
  // An agent's file is no file of this machine.
  return /^(file|path|dir)$/.test(argument.name()) && group !== "file" ? { files: true } : { free: true };
}
