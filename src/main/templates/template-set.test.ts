import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defaultTemplateFolder, loadTemplateSet, templateFor } from "./template-set.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "template-set-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("our own set is complete and compiles", async () => {
  const set = await loadTemplateSet();
  const files = (await readdir(defaultTemplateFolder())).filter((name) => name.endsWith(".md.j2"));
  expect(Object.keys(set.sources).sort()).toEqual(files.sort());
  expect(set.version).toMatch(/^[0-9a-f]{64}$/);
});

test("a copy has the same version, also with the line ends of Windows, and a change another", async () => {
  const own = await loadTemplateSet();
  await cp(defaultTemplateFolder(), folder, { recursive: true });
  const soul = own.sources["BOARD_SOUL.md.j2"] ?? "";
  await writeFile(join(folder, "BOARD_SOUL.md.j2"), `\ufeff${soul.replaceAll("\n", "\r\n")}`);
  expect((await loadTemplateSet(folder)).version).toBe(own.version);
  await writeFile(join(folder, "BOARD_SOUL.md.j2"), `${soul}\n`);
  expect((await loadTemplateSet(folder)).version).not.toBe(own.version);
});

test("a folder with Mission Control's names only serves all roles", async () => {
  for (const file of ["AGENTS", "SOUL", "TOOLS", "IDENTITY", "USER", "HEARTBEAT", "MEMORY", "BOOTSTRAP"]) {
    await writeFile(join(folder, `BOARD_${file}.md.j2`), `{# ${file} #}`);
  }
  const set = await loadTemplateSet(folder);
  expect(templateFor(set, "AGENTS", "main")).toBe("BOARD_AGENTS.md.j2");
  expect(templateFor(set, "BOOTSTRAP", "lead")).toBe("BOARD_BOOTSTRAP.md.j2");
});

test("a missing template is named with its folder", async () => {
  await cp(defaultTemplateFolder(), folder, { recursive: true });
  await rm(join(folder, "BOARD_SOUL.md.j2"));
  await expect(loadTemplateSet(folder)).rejects.toMatchObject({
    code: "template-error",
    message: `The template folder ${folder} has no BOARD_SOUL.md.j2, which makes SOUL.md of a worker agent.`,
  });
});

test("a folder that is not there is named", async () => {
  const missing = join(folder, "nowhere");
  await expect(loadTemplateSet(missing)).rejects.toMatchObject({
    code: "template-error",
    message: expect.stringContaining(missing),
  });
});

test("a syntax error is found at once, with template and line", async () => {
  await cp(defaultTemplateFolder(), folder, { recursive: true });
  await writeFile(join(folder, "BOARD_SOUL.md.j2"), "one\n{% if x %}\n");
  await expect(loadTemplateSet(folder)).rejects.toMatchObject({
    code: "template-error",
    message: expect.stringMatching(/^Template BOARD_SOUL\.md\.j2, line \d \(in .*\): syntax error: /),
  });
});
