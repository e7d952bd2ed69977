import type { Cli } from "./cli-context.ts";

/** Whether an operator at the terminal says yes. Nothing is asked in a script or for `--json`, and the answer is then no. */
export async function isConfirmed({ ask, output, signal }: Cli, question: string): Promise<boolean> {
  return ask !== null && !output.isJson && ask(question, signal);
}
