import { expect, test } from "vitest";
import type { FilePlaces } from "../../shared/dialect-names.ts";
import { allFileNames, fileSetOf, filesOfRole, isFileDue, templateNamesFor } from "./file-sets.ts";
import { asFiles, elsewhere } from "./test-support.ts";

const common = ["AGENTS", "SOUL", "TOOLS", "IDENTITY", "USER", "HEARTBEAT", "MEMORY"];

test("only a lead has BOOTSTRAP", () => {
  const names = (role: "worker" | "lead" | "main") => [...filesOfRole[role]];
  expect(names("worker")).toEqual(common);
  expect(names("main")).toEqual(common);
  expect(names("lead")).toEqual([...common, "BOOTSTRAP"]);
});

test("TOOLS and HEARTBEAT are where the gateway keeps them", () => {
  const homes = (places: FilePlaces) =>
    Object.fromEntries(fileSetOf("worker", places).map(({ file, home }) => [file, home]));
  expect(new Set(Object.values(homes(asFiles)))).toEqual(new Set(["file"]));
  expect(homes(elsewhere)).toMatchObject({ AGENTS: "file", TOOLS: "agents-section", HEARTBEAT: "scratch" });
});

test("all names are those of files, and that of the scratch", () => {
  const files = [...common, "BOOTSTRAP"].map((file) => `${file}.md`);
  expect(allFileNames([asFiles, elsewhere])).toEqual([...files, "HEARTBEAT"]);
});

test("USER belongs to a board agent but not to the main agent", () => {
  const owner = (role: "worker" | "main", name: string) =>
    fileSetOf(role, elsewhere).find(({ file }) => file === name)?.owner;
  expect([owner("worker", "USER"), owner("worker", "MEMORY")]).toEqual(["agents-own", "agents-own"]);
  expect([owner("main", "USER"), owner("main", "MEMORY")]).toEqual(["managed", "agents-own"]);
});

test.each([
  ["managed", { isUpdate: true, isPresent: true }, true],
  ["agents-own", { isUpdate: false, isPresent: true }, true],
  ["agents-own", { isUpdate: true, isPresent: true }, false],
  ["agents-own", { isUpdate: true, isPresent: false }, true],
  ["agents-own", { isUpdate: true, isPresent: true, overwrite: true }, true],
  ["bootstrap", { isUpdate: false, isPresent: false }, true],
  ["bootstrap", { isUpdate: true, isPresent: false }, false],
  ["bootstrap", { isUpdate: true, isPresent: true }, true],
  ["bootstrap", { isUpdate: true, isPresent: false, forceBootstrap: true }, true],
  ["bootstrap", { isUpdate: true, isPresent: false, overwrite: true }, false],
] as const)("a %s file in %j is due: %s", (owner, situation, due) => {
  expect(isFileDue(owner, { overwrite: false, forceBootstrap: false, ...situation })).toBe(due);
});

test("a role's own template comes before the shared one", () => {
  expect(templateNamesFor("SOUL", "worker")).toEqual(["BOARD_SOUL.md.j2"]);
  expect(templateNamesFor("SOUL", "lead")).toEqual(["LEAD_SOUL.md.j2", "BOARD_SOUL.md.j2"]);
  expect(templateNamesFor("SOUL", "main")).toEqual(["MAIN_SOUL.md.j2", "BOARD_SOUL.md.j2"]);
});
