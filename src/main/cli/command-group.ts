import type { Command } from "commander";

/** A group of commands such as `agent`; several files add their commands to it. */
export function commandGroup(program: Command, name: "agent" | "board"): Command {
  const descriptions = {
    agent: "wake, label, copy, move and delete agents, and decide their files in conflict",
    board: "pause and resume boards, and wake their agents; label, copy and delete boards",
  };
  const found = program.commands.find((command) => command.name() === name);
  return found ?? program.command(name).description(descriptions[name]);
}
