import type { Command } from "commander";

/** A group of commands such as `agent`; several files add their commands to it. */
export function commandGroup(program: Command, name: "agent" | "board" | "file"): Command {
  const descriptions = {
    agent: "choose agents and wake, label, move or delete them",
    board: "wake the agents of a board; label and delete boards",
    file: "the versions of agents' files, and their files in conflict: log, show, diff, restore, keep, keep-theirs, take-ours",
  };
  const found = program.commands.find((command) => command.name() === name);
  return found ?? program.command(name).description(descriptions[name]);
}
