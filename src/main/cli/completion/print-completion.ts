import { answerCompletion } from "./answer-completion.ts";

/**
 * `complete SHELL -- WORDS…`, which a shell runs on Tab. Whatever happens, nothing else is printed, nothing asked and nothing locked. It
 * loads a small part of the command line, so that Tab is quick.
 */
export async function printCompletion([shell, , ...typed]: string[], env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const answer = await answerCompletion({ shell, typed, env });
    await new Promise<void>((done) => process.stdout.write(answer, () => done()));
  } catch {
    // A shell would show the reason in the middle of a line.
  }
}
