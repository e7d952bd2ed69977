import type { Command } from "commander";
import type { Cli } from "../cli-context.ts";
import { addRestoreFileCommand } from "./restore-file-command.ts";

export function addFileCommand(program: Command, cli: Cli): void {
  const file = program.command("file").description("bring back what an agent's file had before");
  addRestoreFileCommand(file, cli);
}
