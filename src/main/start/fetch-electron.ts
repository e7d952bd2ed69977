import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findElectron } from "./find-electron.ts";

export type FetchElectronOptions = {
  /** The project's folder. */
  root: string;
  say: (line: string) => void;
  timeoutMs?: number;
};

/** More than 100 MB are fetched. */
const defaultTimeoutMs = 300_000;
const tellEveryMs = 10_000;
const failureLastsMs = 24 * 60 * 60 * 1000;

/**
 * The Electron binary, downloaded if it is missing. A failure is remembered in `.cache/` for a day: without access to the
 * download, every start would wait for it.
 * @returns the path of the binary, or a sentence that says why there is none
 */
export async function fetchElectron(options: FetchElectronOptions): Promise<{ binary: string } | { missing: string }> {
  const { root, say, timeoutMs = defaultTimeoutMs } = options;
  const folder = join(root, "node_modules", "electron");
  const present = findElectron(folder);
  if (present) return { binary: present };
  if (!existsSync(join(folder, "package.json"))) return { missing: "Electron is not installed" };
  const { version }: { version: string } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const memory = join(root, ".cache", `electron-${version}-missing`);
  const remembered = recall(memory);
  if (remembered !== null) return { missing: remembered };
  say(`Fetching Electron ${version}, about 100 MB, once. Ctrl-C ends it ...`);
  const startedAtMs = Date.now();
  const telling = setInterval(() => {
    say(`Still fetching Electron, ${Math.round((Date.now() - startedAtMs) / 1000)} s ...`);
  }, tellEveryMs);
  const failure = await runInstaller(folder, timeoutMs).finally(() => clearInterval(telling));
  const binary = findElectron(folder);
  if (binary) return { binary };
  const reason = failure ?? "its installer left no binary";
  const missing = `Electron ${version} could not be fetched (${reason}); npx install-electron tries again`;
  remember(memory, missing);
  return { missing };
}

/** @returns what went wrong, in a few words; null if nothing did */
function runInstaller(folder: string, timeoutMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(folder, "install.js")],
      { timeout: timeoutMs, killSignal: "SIGKILL" },
      (error, _out, said) => {
        if (!error) resolve(null);
        else if (error.killed) resolve(`not within ${timeoutMs / 1000} seconds`);
        else resolve(firstErrorIn(said) ?? `exit code ${error.code}`);
      },
    );
  });
}

/** `RequestError: getaddrinfo ENOTFOUND example.com` is enough; the stack below it adds nothing. */
function firstErrorIn(text: string): string | null {
  const line = text.split("\n").find((candidate) => /error/i.test(candidate));
  return line === undefined ? null : line.trim().slice(0, 160);
}

/** What failed within the last day. A time in the future is that of a clock that was wrong. */
function recall(file: string): string | null {
  try {
    const ageMs = Date.now() - statSync(file).mtimeMs;
    return ageMs >= 0 && ageMs < failureLastsMs ? readFileSync(file, "utf8").trim() : null;
  } catch {
    return null;
  }
}

function remember(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${text}\n`);
  } catch {
    // If the folder is read-only, the next start tries again.
  }
}
