import type { Command } from "commander";
import { type Cli, commandLine } from "../cli-context.ts";

/** How to restore what a command deleted; nothing for a command that deleted nothing. */
export function undoLines({ output }: Cli, command: Command, binId: string | undefined): string[] {
  if (binId === undefined) return [];
  return [output.paint("dim", `Undo: ${commandLine(command, ["bin", "restore", binId.slice(0, 8)])}`)];
}
