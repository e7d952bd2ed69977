import { describeCommands, describeCompletion } from "./describe-commands.ts";
import { describeErrors } from "./describe-errors.ts";

/** The documents that are made from the code, by their path in the project. */
export const references = [
  { file: "docs/cli.md", make: describeCommands },
  { file: "src/main/cli/completion/command-tree.json", make: describeCompletion },
  { file: "docs/errors.md", make: describeErrors },
];
