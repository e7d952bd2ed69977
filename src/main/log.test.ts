import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { longestLogBytes, openLog } from "./log.ts";
import { rememberSecret } from "./vault/known-secrets.ts";

const folder = mkdtempSync(join(tmpdir(), "flight-deck-log-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a log that is written to without end keeps the latest lines, in two files of limited size, for its owner only", () => {
  const log = openLog(folder);
  const message = "x".repeat(100_000);
  for (let number = 0; number < 150; number++) log.error({ number }, message);
  const files = readdirSync(folder).sort();
  expect(files).toEqual(["flight-deck.log", "flight-deck.log.1"]);
  for (const name of files) {
    const { size, mode } = statSync(join(folder, name));
    expect(size).toBeLessThanOrEqual(longestLogBytes);
    expect(mode & 0o777).toBe(0o600);
  }
  expect(readFileSync(join(folder, "flight-deck.log"), "utf8")).toContain('"number":149');
});

test("a log that cannot be written ends nothing", () => {
  openLog(join(folder, "not-there")).error("lost");
});

test("the causes of an error are logged without the secrets that this process knows", () => {
  rememberSecret("planted-in-a-cause");
  const detail = "Failing row contains (planted-in-a-cause)";
  openLog(folder).error(
    { err: new Error("refused", { cause: Object.assign(new Error(detail), { detail }) }) },
    "failed",
  );
  const logged = readFileSync(join(folder, "flight-deck.log"), "utf8");
  expect(logged).toContain("Failing row contains ((secret))");
  expect(logged).not.toContain("planted-in-a-cause");
});
