import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Waits for the next message of a child process, after sending one if given. @throws Error when the process ends instead */
export async function askChild<Answer>(child: ChildProcess, question?: object): Promise<Answer> {
  const leave = new AbortController();
  const { signal } = leave;
  try {
    const answer = once(child, "message", { signal });
    const end = once(child, "exit", { signal }).then(() => {
      throw new Error("a process of the benchmark ended too early: see above");
    });
    if (question) child.send(question);
    const [message] = (await Promise.race([answer, end])) as [Answer];
    return message;
  } finally {
    leave.abort();
  }
}

/** Lets a child process end by itself. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  if (child.connected) child.disconnect();
  await ended;
}
