import type { NamedKind } from "../../database/peek-names.ts";
import { isSafeInBatch, shellWord } from "../shell-word.ts";
import { oneLine } from "../text/plain.ts";
import { bashReply, readBashLine } from "./bash-line.ts";
import tree from "./command-tree.json" with { type: "json" };
import type { CommandTree, TreeValue } from "./command-tree.ts";
import { type Candidate, completeWords } from "./complete-words.ts";
import { readDataDir } from "./read-data-dir.ts";

export type CompletionRequest = {
  shell: string | undefined;
  /** For bash the line up to the cursor, after the program's name; for the others the words, the one at the cursor last. */
  typed: readonly string[];
  env: NodeJS.ProcessEnv;
};

/**
 * What the hidden command `complete` prints: in the first line `words` or `files`, then a word in each line, with what it means behind a
 * tab. Empty where nothing fits: a shell shows nothing else.
 */
export async function answerCompletion({ shell, typed, env }: CompletionRequest): Promise<string> {
  const line = shell === "bash" ? readBashLine(typed[0] ?? "") : null;
  const words = line?.words ?? (shell === "powershell" ? typed.map(sentByPowershell) : typed);
  const completion = completeWords(tree as CommandTree, words);
  if ("value" in completion && "files" in completion.value) return "files\n";
  const current = words.at(-1) ?? "";
  const candidates =
    "candidates" in completion
      ? completion.candidates
      : await valueCandidates(completion.value, current, readDataDir(words, env));
  const fitting = candidates.filter(
    // What a terminal would not show as it is, is not offered: it could not be typed either.
    ({ value }) =>
      value.toLowerCase().startsWith(current.toLowerCase()) &&
      oneLine(value) === value &&
      (shell !== "powershell" || isSafeInBatch(value)),
  );
  const quote = (value: string) => {
    if (line !== null) return bashReply(value, line);
    return shell === "powershell" ? shellWord(value, "powershell") : value;
  };
  return ["words", ...fitting.map(({ value, about }) => `${quote(value)}\t${oneLine(about)}`), ""].join("\n");
}

/** A word behind the mark `=`, as base64. */
function sentByPowershell(word: string): string {
  return Buffer.from(word.replace(/^=/, ""), "base64").toString("utf8");
}

async function valueCandidates(value: TreeValue, current: string, dataDir: string): Promise<Candidate[]> {
  // Of `--gateway=My`, the name is what follows the sign.
  const prefix = /^--[\w-]+=/.exec(current)?.[0] ?? "";
  const values = "choices" in value ? value.choices : "names" in value ? await namesOf(dataDir, value.names) : [];
  return values.map((one) => ({ value: prefix + one, about: "" }));
}

/** SQLite is loaded only where a name is wanted. */
async function namesOf(dataDir: string, kind: NamedKind): Promise<string[]> {
  const { peekNames } = await import("../../database/peek-names.ts");
  return peekNames(dataDir, kind);
}
