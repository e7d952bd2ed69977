import { performTask, type TaskRequest } from "./test-tasks.ts";
import type { Trial } from "./test-trial.ts";

/** Does what an operator does after a failure. @returns what is wrong then, in sentences; empty if nothing is */
export async function settle(trial: Trial, repeats: readonly TaskRequest[]): Promise<string[]> {
  const problems: string[] = [];
  for (const request of repeats) {
    const result = await performTask(trial.app, request);
    if (!result) continue;
    if (result.status !== "succeeded") problems.push(`it ended as ${result.status}`);
    const errors = result.report.errors.filter(({ severity }) => severity === "error");
    problems.push(...errors.map(({ code, message }) => `${code}: ${message}`));
  }
  return [...problems, ...trial.problems(), ...trial.lockedOut(), ...trial.lostEdits()];
}
