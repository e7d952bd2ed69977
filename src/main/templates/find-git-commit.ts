import { execFile } from "node:child_process";

const timeoutMs = 3_000;

/** The commit that is checked out in the work tree that this folder is in; null if it is in none, or there is no git. */
export function findGitCommit(folder: string): Promise<string | null> {
  const options = { timeout: timeoutMs, env: { PATH: process.env.PATH, HOME: process.env.HOME }, windowsHide: true };
  return new Promise((resolve) => {
    execFile("git", ["-C", folder, "rev-parse", "--verify", "-q", "HEAD"], options, (error, stdout) => {
      const commit = stdout.trim();
      resolve(error === null && /^[0-9a-f]{40,64}$/.test(commit) ? commit : null);
    });
  });
}
