import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { Ask } from "./ask-at-terminal.ts";
import type { Streams } from "./output.ts";
import { runCli } from "./run-cli.ts";

export type CliResult = { code: number | null; stdout: string; stderr: string };

export type RunOptions = {
  env?: Record<string, string>;
  /** Called for every piece of stderr, with all of it so far. */
  onStderr?: (soFar: string, kill: (signal: NodeJS.Signals) => void) => void;
};

type HereOptions = Pick<RunOptions, "env"> & { ask?: Ask };

/** The command line on a data folder of its own, for tests: in a process of its own, or in this one, which is much faster. */
export type TestCli = {
  dataDir: string;
  /** Everything any command has written so far. */
  transcript: () => string;
  spawn(words: string[], options?: RunOptions): Promise<CliResult>;
  /** As `spawn` with --json; fails unless stdout is one JSON object. */
  spawnJson<T>(words: string[], options?: RunOptions): Promise<JsonResult<T>>;
  runHere(words: string[], options?: HereOptions): Promise<CliResult>;
  jsonHere<T>(words: string[], options?: HereOptions): Promise<JsonResult<T>>;
  /** Writes a file beside the data folder and gives its path. */
  file(name: string, content: unknown): string;
  /** The same with this text. */
  textFile(name: string, text: string): string;
  remove(): void;
};

export type JsonResult<T> = { code: number | null; json: T; stderr: string };

export function createTestCli(): TestCli {
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-cli-"));
  const dataDir = join(folder, "data");
  let transcript = "";
  const noted = (result: CliResult) => {
    transcript += result.stdout + result.stderr;
    return result;
  };
  const spawnCli = async (words: string[], { env, onStderr }: RunOptions = {}) =>
    noted(await runScript(["cli.ts", "--data-dir", dataDir, ...words], env, onStderr));
  const runHere = async (words: string[], options: HereOptions = {}) =>
    noted(await runInThisProcess(["--data-dir", dataDir, ...words], options));
  return {
    dataDir,
    transcript: () => transcript,
    spawn: spawnCli,
    spawnJson: async (words, options) => parsed(await spawnCli([...words, "--json"], options)),
    runHere,
    jsonHere: async (words, options) => parsed(await runHere([...words, "--json"], options)),
    file(name, content) {
      const path = join(folder, name);
      writeFileSync(path, JSON.stringify(content));
      return path;
    },
    textFile(name, text) {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function runInThisProcess(words: string[], { env = {}, ask = null }: HereOptions): Promise<CliResult> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const streams = { stdout, stderr } as unknown as Streams;
  const code = await runCli({ words, env, streams, signal: new AbortController().signal, ask });
  return { code, stdout: String(stdout.read() ?? ""), stderr: String(stderr.read() ?? "") };
}

/** Runs a script of src/main with the given words, in an environment that has nothing from the test run. */
export function runScript(
  [script = "", ...words]: string[],
  env: Record<string, string> = {},
  onStderr?: RunOptions["onStderr"],
): Promise<CliResult> {
  const { PATH = "", HOME = tmpdir() } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, "..", script), ...words], {
    env: { PATH, HOME, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const result: CliResult = { code: null, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    result.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    result.stderr += text;
    onStderr?.(result.stderr, (signal) => void child.kill(signal));
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ ...result, code }));
  });
}

function parsed<T>({ code, stdout, stderr }: CliResult): JsonResult<T> {
  const json: unknown = JSON.parse(stdout);
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Error(`no JSON object: ${stdout}`);
  return { code, json: json as T, stderr };
}
