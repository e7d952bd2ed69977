import type { CommandTree, TreeOption, TreeValue } from "./command-tree.ts";

export type Candidate = { value: string; about: string };

/** What may follow: one of these words, or what the value of an option or argument may be. */
export type Completion = { candidates: Candidate[] } | { value: TreeValue };

/**
 * What may follow, as the program's own tree of commands has it.
 * @param words typed after the program's name; the last is the one at the cursor, perhaps empty
 */
export function completeWords(program: CommandTree, words: readonly string[]): Completion {
  const typed = words.slice(0, -1);
  const current = words.at(-1) ?? "";
  const { path, position, awaiting, isPastDashes } = readTyped(program, typed);
  const command = path.at(-1) ?? program;
  if (awaiting?.value && takes(awaiting, current)) return { value: awaiting.value };
  if (!isPastDashes && current.startsWith("-")) {
    const given = /^(--[\w-]+)=/.exec(current)?.[1];
    if (given === undefined) return { candidates: optionsOf(path, typed) };
    return { value: findOption(path, given)?.value ?? { free: true } };
  }
  if (command.commands.length > 0)
    return { candidates: command.commands.map(({ name, about }) => ({ value: name, about })) };
  const last = command.arguments.at(-1);
  const argument = command.arguments[position] ?? (last?.isVariadic ? last : undefined);
  return { value: argument?.value ?? { free: true } };
}

type Typed = {
  /** The program and the commands that were named, one below the other. */
  path: CommandTree[];
  position: number;
  /** The option whose value is next. */
  awaiting: TreeOption | undefined;
  isPastDashes: boolean;
};

function readTyped(program: CommandTree, typed: readonly string[]): Typed {
  const read: Typed = { path: [program], position: 0, awaiting: undefined, isPastDashes: false };
  for (const word of typed) {
    if (read.awaiting && takes(read.awaiting, word)) {
      if (!read.awaiting.isVariadic) read.awaiting = undefined;
    } else if (read.isPastDashes) read.position++;
    else if (word === "--") Object.assign(read, { isPastDashes: true, awaiting: undefined });
    else if (word.startsWith("-")) {
      const option = word.includes("=") ? undefined : findOption(read.path, word);
      read.awaiting = option?.value ? option : undefined;
    } else {
      const next = read.path.at(-1)?.commands.find(({ name }) => name === word);
      if (next) Object.assign(read, { path: [...read.path, next], position: 0 });
      else read.position++;
    }
  }
  return read;
}

/** An option takes any word for its value; one that takes several leaves options to others. */
function takes({ isVariadic }: TreeOption, word: string): boolean {
  return !isVariadic || !word.startsWith("-");
}

function findOption(path: readonly CommandTree[], flag: string): TreeOption | undefined {
  return path
    .toReversed()
    .flatMap(({ options }) => options)
    .find(({ long }) => long === flag);
}

function optionsOf(path: readonly CommandTree[], typed: readonly string[]): Candidate[] {
  const options = path.toReversed().flatMap((command) => command.options);
  const left = options.filter(
    ({ long, isVariadic }) => isVariadic || !typed.some((word) => word.split("=")[0] === long),
  );
  return [
    ...left.map(({ long, about }) => ({ value: long, about })),
    { value: "--help", about: "display help for command" },
  ];
}
