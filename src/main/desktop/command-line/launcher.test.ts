import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeLauncher, whatIsAt, writeLauncher } from "./launcher-file.ts";
import { launcherPlaces } from "./launcher-places.ts";
import { launcherText } from "./launcher-text.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flight deck's launcher-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const words = ["sync", "--gateway", "My gateway", "it's $HOME `x`", "--", "--type=renderer", ""];

test.skipIf(process.platform === "win32").each([
  ["linux", ["--ozone-platform=headless", "--disable-gpu"]],
  ["darwin", []],
] as const)("on %s it starts the app with every word as it was, and ends as the app does", (platform, switches) => {
  const program = join(folder, "Flight Deck");
  writeFileSync(program, '#!/bin/sh\nprintf "%s\\n" "$@"\nexit 10\n', { mode: 0o755 });
  const file = join(folder, "bin/flightdeck");
  expect(writeLauncher(file, launcherText({ platform, program }))).toBe(true);
  let printed = "";
  try {
    execFileSync(file, words, { encoding: "utf8" });
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    expect(status).toBe(10);
    printed = stdout;
  }
  expect(printed.split("\n").slice(0, -1)).toEqual([...switches, "--cli", "--", ...words]);
  rmSync(program);
  expect(() => execFileSync(file, words, { stdio: "pipe" })).toThrow("is not at");
});

test("on Windows it is a script of cmd, whose path has no letters of the user's name", () => {
  const localAppData = "C:\\Users\\Jürgen\\AppData\\Local";
  const program = `${localAppData}\\Programs\\flight-deck\\100% Flight Deck.exe`;
  const text = launcherText({ platform: "win32", program, localAppData });
  expect(text).toContain('\r\n"%LOCALAPPDATA%\\Programs\\flight-deck\\100%% Flight Deck.exe" --cli -- %*\r\n');
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]|ü/);
  const elsewhere = launcherText({ platform: "win32", program: "D:\\Apps\\Flight Deck.exe", localAppData });
  expect(elsewhere).toContain('"D:\\Apps\\Flight Deck.exe" --cli -- %*');
});

test("only a launcher is replaced or removed", () => {
  const file = join(folder, "flightdeck");
  const text = launcherText({ platform: "linux", program: "/opt/Flight Deck/flight-deck" });
  expect(removeLauncher(file)).toBe(false);
  writeFileSync(file, "#!/bin/sh\necho mine\n");
  expect([whatIsAt(file), writeLauncher(file, text), removeLauncher(file)]).toEqual(["other", false, false]);
  expect(readFileSync(file, "utf8")).toContain("mine");
  rmSync(file);
  writeLauncher(file, "# Flight Deck's command line tool, of an earlier version");
  expect(whatIsAt(file)).toBe("ours");
  expect(writeLauncher(file, text)).toBe(true);
  expect(readFileSync(file, "utf8")).toBe(text);
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o755);
  symlinkSync(file, join(folder, "link"));
  expect([whatIsAt(join(folder, "link")), removeLauncher(join(folder, "link"))]).toEqual(["other", false]);
  mkdirSync(join(folder, "sub/flightdeck"), { recursive: true });
  expect(writeLauncher(join(folder, "sub/flightdeck"), text)).toBe(false);
  expect([removeLauncher(file), whatIsAt(file)]).toEqual([true, "nothing"]);
});

const all = () => true;
const none = () => false;
const windows = { LOCALAPPDATA: "C:\\Users\\Ada\\AppData\\Local" };

test.each([
  ["linux", { PATH: "/usr/bin:/home/ada/.local/bin" }, all, ["/home/ada/.local/bin true", "/usr/local/bin false"]],
  ["linux", { PATH: "/usr/bin" }, none, ["/home/ada/.local/bin false"]],
  ["darwin", { PATH: "/usr/bin:/bin" }, all, ["/home/ada/.local/bin false", "/usr/local/bin true"]],
  ["darwin", {}, none, ["/home/ada/.local/bin false"]],
  [
    "win32",
    { ...windows, PATH: "C:\\Windows;c:\\users\\ada\\appdata\\local\\microsoft\\windowsapps\\" },
    all,
    ["C:\\Users\\Ada\\AppData\\Local\\Microsoft\\WindowsApps true"],
  ],
  ["win32", { ...windows, PATH: "C:\\Windows" }, none, ["C:\\Users\\Ada\\AppData\\Local\\Flight Deck\\bin false"]],
] as const)("the places on %s with %o", (platform, env, isWritable, places) => {
  const found = launcherPlaces({ platform, env, isWritable, home: "/home/ada" });
  expect(found.map(({ folder, isOnPath }) => `${folder} ${isOnPath}`)).toEqual(places);
  expect(found[0]?.file).toMatch(platform === "win32" ? /\\flightdeck\.cmd$/ : /\/flightdeck$/);
});
