import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { practiceFleet } from "../../practice-gateway/practice-fleet.ts";
import type { ImportReport } from "../../shared/import-report.ts";
import { createTestCli, type TestCli } from "./test-cli.ts";

const token = "gateway-token-that-must-not-show";

let cli: TestCli;
let other: TestCli;
let folder: string;
beforeEach(async () => {
  [cli, other] = [createTestCli(), createTestCli()];
  folder = dirname(cli.dataDir);
  const fleet = practiceFleet({ gatewayUrl: "ws://127.0.0.1:1", token });
  expect((await cli.runHere(["import", cli.file("made-by-hand.json", fleet)])).code).toBe(0);
  expect((await cli.runHere(["variables", "set", "team", "#support", "--board", "Customer Support"])).code).toBe(0);
});
afterEach(() => {
  cli.remove();
  other.remove();
});

const export_ = (path: string, from = cli) => from.jsonHere<Record<string, unknown>>(["export", join(folder, path)]);
const import_ = (path: string, into = cli) => into.jsonHere<ImportReport>(["import", join(folder, path)]);
const boardFiles = () => readdirSync(join(folder, "fleet", "boards")).toSorted();

it.each(["fleet.json", "fleet"])(
  "%s comes back the same through another data folder, without the token",
  async (path) => {
    const { code, json } = await export_(path);
    expect(json).toMatchObject({ counts: { gateways: 1, boards: 3, agents: 13 }, warnings: [] });
    expect(code).toBe(0);
    const content = contentOf(path);
    expect(content).not.toContain(token);
    expect((await import_(path, other)).code).toBe(0);
    expect((await export_(path === "fleet" ? "again" : "again.json", other)).code).toBe(0);
    expect(contentOf(path === "fleet" ? "again" : "again.json")).toBe(content);
    const same = (await import_(path)).json.tables;
    expect(Object.values(same).map(({ inserted, updated }) => inserted + updated)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  },
);

function contentOf(path: string): string {
  if (path.endsWith(".json")) return readFileSync(join(folder, path), "utf8");
  const files = readdirSync(join(folder, path), { recursive: true, encoding: "utf8" }).toSorted();
  return files
    .filter((file) => file.endsWith(".json"))
    .map((file) => `${file}\n${readFileSync(join(folder, path, file), "utf8")}`)
    .join("\n");
}

it("a folder under git shows what changed, and nothing when nothing did", async () => {
  await export_("fleet");
  const git = (...words: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...words], {
      cwd: join(folder, "fleet"),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  git("init");
  git("add", ".");
  git("commit", "-m", "first");
  expect((await export_("fleet")).json).toMatchObject({ written: [], unchanged: 7, removed: [] });
  expect(git("status", "--porcelain")).toBe("");
  await cli.runHere(["variables", "set", "team", "#help", "--board", "Customer Support"]);
  expect((await export_("fleet")).json).toMatchObject({ written: ["boards/customer-support.json"], unchanged: 6 });
  expect(git("diff", "--numstat")).toBe("1\t1\tboards/customer-support.json\n");
});

it("a folder loses the file of a board with another name, and keeps files that no export wrote", async () => {
  await export_("fleet");
  const before = boardFiles();
  writeFileSync(join(folder, "fleet", "README.md"), "ours");
  writeFileSync(join(folder, "fleet", "boards", "notes.json"), '{"boards": []}');
  const path = join(folder, "fleet", "boards", "customer-support.json");
  writeFileSync(path, readFileSync(path, "utf8").replace('"name": "Customer Support"', '"name": "Aid"'));
  expect((await import_("fleet")).json.rows).toMatchObject([{ table: "boards", change: "changed" }]);
  const { code, json } = await export_("fleet");
  expect(json).toMatchObject({ removed: ["boards/customer-support.json"], foreign: ["boards/notes.json"] });
  expect(code).toBe(1);
  expect(boardFiles()).toEqual(
    ["aid.json", "notes.json", ...before.filter((name) => !name.startsWith("customer"))].toSorted(),
  );
  expect(readFileSync(join(folder, "fleet", "README.md"), "utf8")).toBe("ours");
});

it("refuses to write over an export that a merge has left with conflicts", async () => {
  await export_("fleet");
  const path = join(folder, "fleet", "boards", "customer-support.json");
  const text = readFileSync(path, "utf8");
  const conflict = `<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> other\n`;
  for (const marked of [conflict, conflict.replaceAll("\n", "\r\n")]) {
    writeFileSync(path, marked);
    const { code, stderr } = await cli.runHere(["export", join(folder, "fleet")]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("merge conflict")]);
    expect(readFileSync(path, "utf8")).toBe(marked);
  }
});

it("replaces only what an export wrote: a fleet file may hold tokens", async () => {
  const { code, stderr } = await cli.runHere(["export", join(folder, "made-by-hand.json")]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("exists, and no export wrote it")]);
  expect(readFileSync(join(folder, "made-by-hand.json"), "utf8")).toContain(token);
  mkdirSync(join(folder, "fleet"));
  writeFileSync(join(folder, "fleet", "people.json"), "{}");
  expect((await export_("fleet")).code).toBe(2);
  expect(existsSync(join(folder, "fleet", "boards"))).toBe(false);
});

it("works without the data key, and names a folder without a fleet", async () => {
  await export_("fleet.json");
  const before = contentOf("fleet.json");
  const key = join(cli.dataDir, "data.key");
  const kept = readFileSync(key);
  execFileSync("rm", [key]);
  expect((await export_("keyless.json")).code).toBe(0);
  expect(contentOf("keyless.json")).toBe(before);
  writeFileSync(key, kept, { mode: 0o600 });
  mkdirSync(join(folder, "empty"));
  writeFileSync(join(folder, "empty", "package.json"), "{}");
  const { code, stderr } = await cli.runHere(["import", join(folder, "empty")]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("has no files of a fleet")]);
});

it.each([
  ["the folder is a file", "fleet", "fleet", "file"],
  ["its parent is a file", "taken/fleet", "taken", "file"],
  ["a file is in the way of the boards", "fleet", "fleet/boards", "file"],
  ["the file's parent is a file", "taken/below/fleet.json", "taken", "file"],
  ["the file is a folder", "fleet.json", "fleet.json", "folder"],
  ["a folder is in the way of a file", "fleet", "fleet/organizations.json", "folder"],
  ["a folder has the name of a former board", "fleet", "fleet/boards/former.json", "folder"],
])("an export says what is in the way, and writes nothing: %s", async (_case, path, taken, kind) => {
  if (kind === "folder") mkdirSync(join(folder, taken), { recursive: true });
  else writeBelow(taken);
  const before = pathsHere();
  const { code, stderr } = await cli.runHere(["export", join(folder, path)]);
  expect(stderr).toContain(
    `${join(folder, taken)} is a ${kind}, and the export needs a ${kind === "file" ? "folder" : "file"} there`,
  );
  expect(stderr).not.toMatch(/disk|unexpected/);
  expect(code).toBe(2);
  expect(pathsHere()).toEqual(before);
});

/** All files and folders but those of the data folder. */
function pathsHere(): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
  return paths.filter((path) => !join(folder, path).startsWith(cli.dataDir));
}

it.each([
  ["a file is in the way of its boards", "fleet", "fleet/boards", "is not a folder"],
  ["its parent is a file", "taken/fleet", "taken", "does not exist"],
])("an import of a folder says what is wrong: %s", async (_case, path, taken, problem) => {
  if (path === "fleet") {
    await export_("fleet");
    rmSync(join(folder, taken), { recursive: true });
  }
  writeBelow(taken);
  const { code, stderr } = await cli.runHere(["import", join(folder, path)]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(problem)]);
  expect(stderr).not.toContain("unexpected");
});

/** A plain file. */
function writeBelow(path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), "something else");
}
