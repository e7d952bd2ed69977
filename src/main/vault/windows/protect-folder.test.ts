import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isFolderOpen, protectFolder } from "./protect-folder.ts";
import { othersIn, userIn } from "./read-access-list.ts";

const anna = "S-1-5-21-1004336348-1177238915-682003330-1001";
const inherited = `deck\r\nD:AI(A;OICIID;FA;;;BA)(A;OICIID;FA;;;SY)(A;OICIID;0x1301bf;;;AU)(A;OICIID;0x1200a9;;;BU)\r\n`;
const ours = `deck\r\nD:PAI(A;OICI;FA;;;${anna})(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)\r\n`;

let dataDir: string;
beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), "flight-deck-acl-")), "deck");
  mkdirSync(dataDir);
});
afterEach(() => rmSync(join(dataDir, ".."), { recursive: true, force: true }));

/** Windows' programs, as they answer: the list before a change, and after it. */
function windows(before: string, after: string, profile = "C:\\Users\\anna") {
  const calls: string[][] = [];
  let list = before;
  return {
    calls,
    env: { SystemRoot: "C:\\Windows", USERPROFILE: profile },
    realPath: (path: string) => (path === dataDir ? "D:\\Decks\\deck" : path),
    readSaved: () => list,
    run(file: string, args: string[]) {
      calls.push([file, ...args]);
      if (file.endsWith("whoami.exe")) return `"pc\\anna","${anna}"\r\n`;
      if (args.includes("/grant:r")) list = after;
      return "Successfully processed 1 files; Failed processing 0 files\r\n";
    },
  };
}

test("a folder outside of the profile is closed to others, by identifiers, and read back", () => {
  const pc = windows(inherited, ours);
  protectFolder(dataDir, { ...pc, isNew: true });
  const icacls = "C:\\Windows\\System32\\icacls.exe";
  expect(pc.calls.filter(([, , word]) => word === "/inheritance:r")).toEqual([
    [
      icacls,
      dataDir,
      "/inheritance:r",
      "/grant:r",
      `*${anna}:(OI)(CI)F`,
      "*S-1-5-18:(OI)(CI)F",
      "*S-1-5-32-544:(OI)(CI)F",
    ],
  ]);
  expect(pc.calls.filter(([file, , word]) => file === icacls && word === "/save")).toHaveLength(1);
});

test("one in the profile is left as it is", () => {
  const inProfile = windows(inherited, ours, "d:\\decks");
  protectFolder(dataDir, { ...inProfile, isNew: false });
  expect(inProfile.calls).toEqual([]);
});

test.each([
  ["a list that stays open", inherited, inherited, /and this cannot be changed/],
  ["a disk without lists", "deck\r\nD:NO_ACCESS_CONTROL\r\n", "deck\r\nD:NO_ACCESS_CONTROL\r\n", /cannot be changed/],
  ["an answer that is no list", "", "", /cannot be changed/],
])("it is refused after %s", (_case, before, after, message) => {
  expect(() => protectFolder(dataDir, { ...windows(before, after), isNew: true })).toThrow(
    expect.objectContaining({ code: "data-folder-unfit", message: expect.stringMatching(message) }),
  );
});

test("programs that do not run are a refusal with their reason", () => {
  const run = () => {
    throw new Error("Access is denied.");
  };
  expect(() => protectFolder(dataDir, { ...windows(inherited, ours), run, isNew: true })).toThrow(/Access is denied/);
});

test.each([
  ["open", inherited],
  ["closed", ours],
])("a folder that was there before keeps its list, and is refused, also when it is %s", (_what, list) => {
  const pc = windows(list, ours);
  expect(() => protectFolder(dataDir, { ...pc, isNew: false })).toThrow(/was there before, so it may belong to one/);
  expect(pc.calls).toEqual([]);
});

test("a folder into which somebody wrote before it was closed is refused", () => {
  writeFileSync(join(dataDir, "data.key"), "");
  expect(() => protectFolder(dataDir, { ...windows(inherited, ours), isNew: true })).toThrow(/wrote into it before/);
  expect(readdirSync(dataDir)).toEqual(["data.key"]);
});

test("a folder in use says whether others may read it", () => {
  expect(isFolderOpen(dataDir, windows(inherited, ""))).toBe(true);
  expect(isFolderOpen(dataDir, windows(ours, ""))).toBe(false);
  expect(isFolderOpen(dataDir, windows("", ""))).toBeNull();
  expect(isFolderOpen(dataDir, windows(inherited, "", "D:\\Decks"))).toBe(false);
});

test.each([
  [ours, []],
  [inherited, ["AU", "BU"]],
  ["D:P(D;OICI;FA;;;WD)(A;OICI;FA;;;SY)", []],
  ["D:PAI", []],
  [`D:PAI(A;OICIIO;GR;;;S-1-5-21-1-2-3-1002)(A;;FA;;;${anna})`, ["S-1-5-21-1-2-3-1002"]],
  ['D:P(XA;;FX;;;S-1-1-0;(@User.Title=="PM"))', ["S-1-1-0"]],
  ["D:PAI(A;;FA;;;SY)S:AI(AU;SA;FA;;;WD)", []],
  ["D:P(XA;;FX;;;SY;((@User.Title == (1))))(A;;FA;;;WD)", null],
  ["O:BAG:SY", null],
])("who else is in %s", (list, others) => {
  expect(othersIn(list, anna)).toEqual(others);
});

test("this user is read in every language", () => {
  expect(userIn(`"büro\\anna müller","${anna}"\r\n`)).toBe(anna);
  expect(userIn("ERROR: Access denied")).toBeNull();
});
