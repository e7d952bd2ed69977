import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A process of Node that runs this script as a module and can send messages, for tests. */
export function startScript(script: string): ChildProcess {
  const args = ["--input-type=module", "--eval", script];
  return spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
}

/** Kills a process, and resolves when it is gone. */
export async function killAndWait(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
