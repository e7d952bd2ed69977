import { once } from "node:events";
import { createInterface } from "node:readline/promises";

/** Asks a question that y or n answers; null where there is no terminal to answer at. */
export type Ask = ((question: string, signal: AbortSignal) => Promise<boolean>) | null;

/** Asks at the terminal, if both sides of it are one. */
export function askAtTerminal({ stdin, stderr }: Pick<NodeJS.Process, "stdin" | "stderr">): Ask {
  if (!stdin.isTTY || !stderr.isTTY) return null;
  return async (question, signal) => {
    // Without editing of its own, so that Ctrl-C stays a signal. Ctrl-D closes it.
    const lines = createInterface({ input: stdin, output: stderr, terminal: false });
    const closed = once(lines, "close").then(() => "");
    try {
      const answer = await Promise.race([lines.question(`${question} [y/N] `, { signal }), closed]);
      return /^y(es)?$/i.test(answer.trim());
    } finally {
      lines.close();
    }
  };
}
