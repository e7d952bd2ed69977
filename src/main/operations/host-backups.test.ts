import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Backup } from "../../shared/backups.ts";
import { listBackups } from "../database/backups/backup-files.ts";
import { type Database, openDatabase } from "../database/open-database.ts";
import { createChangeFeed } from "../runs/change-feed.ts";
import { HostBackups, isDailyDue } from "./host-backups.ts";

const daily = (madeAt: string): Backup => ({ name: "0001", reason: "daily", madeAt, sizeBytes: 1 });
const noon = new Date("2026-01-31T12:00:00.500Z");

describe("isDailyDue", () => {
  it.each([
    ["there is none", [], true],
    ["the latest is of an hour ago", [daily("2026-01-31T11:00:00Z"), daily("2026-01-01T00:00:00Z")], false],
    ["the latest was made in this second", [daily("2026-01-31T12:00:00Z")], false],
    ["the latest is a day old", [daily("2026-01-30T12:00:00Z")], true],
    ["the clock was set back by two days since", [daily("2026-02-02T12:00:00Z")], true],
    ["the clock was set back by two hours since", [daily("2026-01-31T14:00:00Z")], false],
    ["the clock was set far forward when the latest was made", [daily("2999-02-02T12:00:00Z")], true],
    ["the others are of another kind", [{ ...daily("2026-01-31T11:00:00Z"), reason: "by-hand" as const }], true],
  ])("when %s: %#", (_case, backups, isDue) => {
    expect(isDailyDue(backups, noon)).toBe(isDue);
  });
});

describe("HostBackups", () => {
  let dataDir: string;
  let database: Database;
  const error = vi.fn();
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "flight-deck-daily-"));
    database = openDatabase({ dataDir });
    error.mockReset();
  });
  afterEach(() => {
    database.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const create = () => new HostBackups({ database, dataDir, changes: createChangeFeed(), log: { error } });

  it("makes one a day", async () => {
    const backups = create();
    await backups.look(noon);
    await backups.look(new Date("2026-02-01T11:00:00Z"));
    expect(listBackups(dataDir)).toHaveLength(1);
    await backups.look(new Date("2026-02-01T13:00:00Z"));
    expect(listBackups(dataDir)).toHaveLength(2);
  });

  it.each([
    "9999-daily-2026-13-45T99-99-99Z.db",
    "9999-daily-2026-02-31T09-00-00Z.db",
    `${"9".repeat(22)}-daily-2026-01-31T11-00-00Z.db`,
  ])("makes one beside %s, which is not a backup, and leaves that file alone", async (file) => {
    mkdirSync(join(dataDir, "backups"));
    writeFileSync(join(dataDir, "backups", file), "not ours");
    const backups = create();
    await backups.look(noon);
    await backups.look(noon);
    expect(listBackups(dataDir).map(({ name }) => name)).toEqual(["0001-daily-2026-01-31T12-00-00Z"]);
    expect(readFileSync(join(dataDir, "backups", file), "utf8")).toBe("not ours");
  });

  it("makes one a day after one was made with the clock set far forward", async () => {
    const backups = create();
    await backups.look(new Date("2999-01-01T00:00:00Z"));
    await backups.look(noon);
    await backups.look(noon);
    await backups.look(new Date("2026-02-01T13:00:00Z"));
    expect(listBackups(dataDir).map(({ madeAt }) => madeAt.slice(0, 10))).toEqual([
      "2026-02-01",
      "2026-01-31",
      "2999-01-01",
    ]);
  });

  it("tells a failure, once in the log, and makes up for it later", async () => {
    const backups = create();
    writeFileSync(join(dataDir, "backups"), "a file where the folder belongs");
    await backups.look(noon);
    await backups.look(noon);
    expect(backups.problem?.message).toContain("backups");
    expect(error).toHaveBeenCalledTimes(1);
    rmSync(join(dataDir, "backups"));
    await backups.look(noon);
    expect([backups.problem, listBackups(dataDir).length]).toEqual([null, 1]);
  });
});
