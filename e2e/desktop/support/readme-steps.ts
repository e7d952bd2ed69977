import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "../../..");

export type Ended = { code: number; said: string };

/** The command line in a process of its own, as after `npx flightdeck`. Files are beside the data folder. */
export async function cli(dataDir: string, ...words: string[]): Promise<Ended> {
  const program = [join(root, "src/main/cli.ts"), "--data-dir", dataDir, ...words];
  const ended = promisify(execFile)(process.execPath, program, { cwd: join(dataDir, "..") });
  return await ended.then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, said: stdout + stderr }),
  );
}

/** Writes the README's example fleet, on a gateway of the test, to where its steps read it. */
export function writeExampleFleet(dataDir: string, gateway: { url: string; token: string }): void {
  const example = JSON.parse(readFileSync(join(root, "docs/fleet.example.json"), "utf8")) as { gateways: object[] };
  const gateways = example.gateways.map((row) => ({ ...row, ...gateway }));
  writeFileSync(join(dataDir, "..", "fleet.json"), JSON.stringify({ ...example, gateways }));
}

/** The commands of the README's numbered steps, each as its words. */
export function readmeSteps(): string[][] {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const commands = [...readme.matchAll(/^ {3}npx flightdeck (.+)$/gm)].map(([, command = ""]) => command);
  return commands.map((command) => [...command.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word));
}

/** Runs the README's steps one after the other. @returns each command with its exit status, and what it said if it failed */
export async function followReadme(dataDir: string): Promise<string[]> {
  const ends: string[] = [];
  for (const words of readmeSteps()) {
    const { code, said } = await cli(dataDir, ...words);
    ends.push(`${words.join(" ")}: ${code}${code === 0 || code === 10 ? "" : `\n${said}`}`);
  }
  return ends;
}

/** What `followReadme` returns when all is well. @param isFirst whether the fleet was not on the gateway before */
export function readmeEnds({ isFirst }: { isFirst: boolean }): string[] {
  // A dry run says by its exit status whether a sync would change something.
  return readmeSteps().map((words) => `${words.join(" ")}: ${isFirst && words.includes("--dry-run") ? 10 : 0}`);
}
