import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SyncReport } from "../../shared/sync.ts";
import type { Database } from "../database/open-database.ts";
import { databaseTroubleNames, databaseTroubles } from "../database/test-database-trouble.ts";
import type { Streams } from "./output.ts";
import { runCli } from "./run-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

/** The database that the command line has opened last. */
let opened: Database | null = null;
vi.mock("../open-folder-database.ts", async (importOriginal) => {
  const real = await importOriginal<typeof import("../open-folder-database.ts")>();
  return {
    openFolderDatabase(dataDir: string) {
      opened = real.openFolderDatabase(dataDir);
      return opened;
    },
  };
});

let fixture: CliFixture;
beforeEach(async () => {
  fixture = await openCliFixture();
});
afterEach(() => fixture.close());

/** Runs a command in this process, and does something when its progress first shows a text. */
async function runUntil(words: string[], text: string, then: () => void) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  let isDone = false;
  stderr.on("data", (line) => {
    if (isDone || !String(line).includes(text)) return;
    isDone = true;
    then();
  });
  const streams = { stdout, stderr } as unknown as Streams;
  const signal = new AbortController().signal;
  const code = await runCli({ words, env: {}, streams, signal, ask: null });
  return { code, stdout: String(stdout.read() ?? "") };
}

describe.each(databaseTroubleNames)("a database that is %s during a sync", (name) => {
  const { begin, code } = databaseTroubles[name];

  test("the report is printed, with the exit code of the database", async () => {
    const cli = fixture.newCli();
    await fixture.importInto(cli, fixture.fleetWith());
    const sync = ["--data-dir", cli.dataDir, "sync", "--gateway", "Practice gateway", "--rotate-tokens"];
    let undo = (): unknown => null;
    const start = () => {
      if (opened) undo = begin(opened);
    };
    const json = await runUntil([...sync, "--json"], "finishing", start);
    undo();
    const report = JSON.parse(json.stdout) as SyncReport;
    expect([json.code, report.isStored]).toEqual([4, false]);
    expect(report.agents).toHaveLength(report.agentsInScope + 1);
    expect(report.errors.filter(({ severity }) => severity === "error")).toMatchObject([{ code }]);
    if (name === "damaged") return;
    const told = await runUntil(sync, "files", start);
    undo();
    expect(told.code).toBe(4);
    expect(told.stdout).toContain("could not be stored");
    expect(told.stdout).toContain("this report is not stored");
    expect((await cli.runHere(["sync", "--gateway", "Practice gateway", "--rotate-tokens"])).code).toBe(0);
    const runs = await cli.jsonHere<{ runs: { status: string }[] }>(["runs", "list"]);
    expect(runs.json.runs.map(({ status }) => status)).toEqual(["succeeded", "interrupted", "interrupted"]);
  });
});

// `ulimit` makes it, which Windows does not have.
describe.skipIf(process.platform === "win32")("a disk without room", () => {
  const limited = async (blocks: number, words: string[]) => {
    const cliFile = join(import.meta.dirname, "..", "cli.ts");
    const command = `ulimit -f ${blocks}; exec "$0" "$@"`;
    const child = spawn("sh", ["-c", command, process.execPath, cliFile, ...words, "--json"]);
    const ended = once(child, "close");
    const stdout = await text(child.stdout);
    await ended;
    return { code: child.exitCode, json: JSON.parse(stdout) };
  };

  test("for the database: exit code 4 before anything is done, and a report where a run had begun", async () => {
    const cli = fixture.newCli();
    const made = await limited(100, ["--data-dir", cli.dataDir, "list", "gateways"]);
    expect([made.code, made.json.error.message]).toEqual([
      4,
      expect.stringMatching(/the disk is full|disk I\/O error/),
    ]);
    await fixture.importInto(cli, fixture.fleetWith());
    const listed = await limited(0, ["--data-dir", cli.dataDir, "list", "gateways"]);
    expect([listed.code, listed.json.error.code]).toEqual([4, "database-unreadable"]);
    const sync = ["--data-dir", cli.dataDir, "sync", "--gateway", "Practice gateway", "--rotate-tokens"];
    // Enough to open the database, not for a copy of it.
    const backup = await limited(100, ["--data-dir", cli.dataDir, "backup", "make"]);
    expect([backup.code, backup.json.error.code, backup.json.error.message]).toEqual([
      4,
      "backup-failed",
      expect.stringMatching(/cannot be copied to .*(the disk is full|disk I\/O error|database or disk is full)/),
    ]);
    expect(readdirSync(join(cli.dataDir, "backups")).filter((name) => name.endsWith(".db"))).toEqual([]);
    // Enough to open the database, not for all that a run records.
    const synced = await limited(400, sync);
    expect([synced.code, synced.json.isStored]).toEqual([4, false]);
  });
});
