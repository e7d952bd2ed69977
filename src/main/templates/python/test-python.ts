import { spawnSync } from "node:child_process";

/** Whether this machine has Python 3; tests that ask it are skipped without. */
export const hasPython = spawnSync("python3", ["-c", "pass"]).status === 0;

/**
 * Runs `answer(value)` of a Python program for each value, and returns the answers. Values and answers pass as JSON.
 * @param program defines the function `answer`
 */
export function askPython<Answer>(program: string, values: unknown[]): Answer[] {
  const loop = "import json, sys\nprint(json.dumps([answer(value) for value in json.load(sys.stdin)]))";
  const { status, stdout, stderr } = spawnSync("python3", ["-c", `${program}\n${loop}`], {
    input: JSON.stringify(values),
    encoding: "utf8",
    maxBuffer: 100_000_000,
    env: { ...process.env, PYTHONUTF8: "1" },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Answer[];
}
