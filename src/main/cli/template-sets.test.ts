import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TemplateSetRow } from "../../shared/template-history.ts";
import { copyTemplates } from "../templates/test-template-folder.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
let cli: TestCli;
beforeEach(async () => {
  fixture = await openCliFixture();
  cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
});
afterEach(() => fixture.close());

const run = async (...words: string[]) => (await cli.runHere(["templates", ...words])).code;
const setNamed = async (name: string) => {
  const { json } = await cli.jsonHere<{ sets: TemplateSetRow[] }>(["templates", "sets"]);
  return json.sets.find((set) => set.name === name);
};

test("sets are made, given to boards and gateways, renamed, and deleted once nothing uses them", async () => {
  expect(await run("create", "Support")).toBe(0);
  expect(await run("create", "Billing", "--from", "Support")).toBe(0);
  expect(await run("create", "Support")).toBe(2);
  const boards = (await cli.jsonHere<{ boards: { name: string }[] }>(["list", "boards"])).json.boards;
  const board = boards[0]?.name ?? "";
  expect(await run("assign", "Support", "--board", board)).toBe(0);
  expect(await run("assign", "Billing", "--gateway", "Practice gateway")).toBe(0);
  expect((await setNamed("Support"))?.boards.map(({ name }) => name)).toEqual([board]);
  expect((await setNamed("Billing"))?.gateways).toMatchObject([{ name: "Practice gateway", isOwn: true }]);
  const { stdout } = await cli.runHere(["templates", "sets"]);
  expect(stdout).toMatch(new RegExp(`Support +board ${board}`));

  expect(await run("rename", "Support", "Helpdesk")).toBe(0);
  const refused = await cli.runHere(["templates", "delete", "Helpdesk"]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(`is used by board "${board}"`)]);
  expect(await run("unassign", "--board", board)).toBe(0);
  expect(await run("delete", "Helpdesk")).toBe(0);
  expect(existsSync(join(cli.dataDir, "templates", "Helpdesk"))).toBe(false);
});

test("a check without a folder takes every set that agents are made from", async () => {
  type Checks = { ok: boolean; sets: { folder: string; problems: { message: string }[] }[] };
  const boards = (await cli.jsonHere<{ boards: { name: string }[] }>(["list", "boards"])).json.boards;
  await run("create", "Support");
  await run("assign", "Support", "--board", boards[0]?.name ?? "");
  const folder = join(cli.dataDir, "templates", "Support");
  const { json, code } = await cli.jsonHere<Checks>(["templates", "check"]);
  expect([code, json.ok, json.sets.length, json.sets[1]?.folder]).toEqual([0, true, 2, folder]);
  writeFileSync(join(folder, "BOARD_SOUL.md.j2"), "{{ nowhere }}");
  const faulty = await cli.jsonHere<Checks>(["templates", "check"]);
  expect([faulty.code, ...faulty.json.sets.map(({ problems }) => problems.length)]).toEqual([1, 0, 1]);
  rmSync(folder, { recursive: true });
  const missing = await cli.jsonHere<Checks>(["templates", "check"]);
  expect([missing.code, missing.json.sets[1]?.problems.length]).toEqual([1, 1]);
  expect((await cli.runHere(["templates", "sets"])).stdout).toContain("is not there");
  expect((await cli.runHere(["templates", "check", "--gateway", "Practice gateway"])).code).toBe(2);
});

test("it must be clear who gets a set, and the built-in one is given to all only", async () => {
  await run("create", "Support");
  expect(await run("assign", "Support")).toBe(2);
  expect(await run("assign", "Support", "--default", "--gateway", "Practice gateway")).toBe(2);
  expect(await run("assign", "Built-in", "--gateway", "Practice gateway")).toBe(2);
  expect(await run("unassign")).toBe(2);
  expect(await run("assign", "Support", "--default")).toBe(0);
  expect(await setNamed("Support")).toMatchObject({ isDefault: true });
  expect(await run("assign", "Built-in", "--default")).toBe(0);
  expect(await setNamed("Built-in")).toMatchObject({ isDefault: true });
});

test("rules of one's own are shown and changed, and the check warns by them", async () => {
  type Rules = { forbidden: string[]; budgets: { [file: string]: number } };
  const rules = async (...words: string[]) => (await cli.jsonHere<Rules>(["templates", "rules", ...words])).json;
  expect((await cli.runHere(["templates", "rules"])).stdout).toContain("There are no rules of your own.");
  await rules(
    "--forbid",
    "Be kind",
    "--forbid",
    "be  kind",
    "--forbid",
    "never",
    "--budget",
    "soul.md=10",
    "--budget",
    "USER=5",
  );
  expect(await rules("--allow", "NEVER", "--budget", "USER=0")).toEqual({
    forbidden: ["be kind"],
    budgets: { SOUL: 10 },
  });
  expect((await cli.runHere(["templates", "rules", "--allow", "never"])).code).toBe(2);
  expect((await cli.runHere(["templates", "rules", "--budget", "NOTES=5"])).code).toBe(2);
  const folder = copyTemplates(join(cli.dataDir, "../own"), { "BOARD_SOUL.md.j2": "Be kind to all.\n" });
  const { code, stdout } = await cli.runHere(["templates", "check", folder]);
  expect([code, stdout]).toEqual([1, expect.stringContaining('"be kind" is a phrase that you forbade')]);
  expect(stdout).toContain("more than your budget of 10");
});
