import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TemplateDifference, TemplateVersionRow } from "../../shared/template-history.ts";
import { copyTemplates } from "../templates/test-template-folder.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
let cli: TestCli;
let folder: string;
beforeEach(async () => {
  fixture = await openCliFixture();
  cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  folder = copyTemplates(join(cli.dataDir, "../own"));
});
afterEach(() => fixture.close());

const soul = "BOARD_SOUL.md.j2";
const read = () => readFileSync(join(folder, soul), "utf8");
const log = async (...words: string[]) =>
  (await cli.jsonHere<{ versions: TemplateVersionRow[] }>(["templates", "log", ...words])).json.versions;
const useFolder = () => cli.runHere(["gateway", "edit", "Practice gateway", "--templates", folder]);

describe("templates log, diff and use", () => {
  it("show what was changed outside, and bring back what was there before", async () => {
    await useFolder();
    const before = read();
    const [first] = await log("--set", folder);
    writeFileSync(join(folder, soul), `${before}Be brief.\n`);
    const [second, ...older] = await log("--set", "own");
    expect([second?.source, older]).toEqual(["found", [first]]);

    const { json: diff } = await cli.jsonHere<{ differences: TemplateDifference[] }>([
      ...["templates", "diff", "--set", "own"],
    ]);
    expect(diff.differences).toMatchObject([{ name: soul, kind: "changed", added: 1, removed: 0 }]);
    const shown = await cli.runHere(["templates", "diff", String(first?.id), "--set", "own"]);
    expect(shown.stdout).toContain("+Be brief.");

    const use = ["templates", "use", String(first?.id), "--set", "own"];
    const refused = await cli.jsonHere<{ error: { message: string } }>(use);
    expect([refused.code, refused.json.error.message]).toMatchObject([2, expect.stringContaining("1 line of now")]);
    expect(read()).not.toBe(before);
    const questions: string[] = [];
    const ask = async (question: string) => questions.push(question) > 0;
    expect((await cli.runHere(use, { ask })).code).toBe(0);
    expect(questions.join()).toContain(`replaces 1 template in ${folder}: ${soul}`);
    expect(read()).toBe(before);
    expect((await log("--set", "own")).map(({ source }) => source)).toEqual(["used", "found", "found"]);
    expect((await cli.runHere([...use, "--yes"])).stdout).toContain("already");
  });

  it("name the commit if the folder is in a work tree", async () => {
    const git = (...words: string[]) =>
      execFileSync("git", ["-C", folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...words]);
    git("init", "-q");
    git("add", ".");
    git("commit", "-qm", "Templates");
    await useFolder();
    const head = git("rev-parse", "HEAD").toString().trim();
    expect((await log("--set", "own")).map(({ gitCommit }) => gitCommit)).toEqual([head]);
  });

  it("have nothing to say of the built-in set, of a set that is not there or a version that is not", async () => {
    expect((await cli.runHere(["templates", "log"])).stderr).toContain("built-in");
    expect((await cli.runHere(["templates", "log", "--set", "nowhere"])).stderr).toContain("There is: Built-in");
    await useFolder();
    expect((await cli.runHere(["templates", "diff", "99", "--set", "own"])).stderr).toContain("no version 99");
    expect((await cli.runHere(["templates", "use", "x", "--set", "own"])).code).toBe(2);
  });
});
