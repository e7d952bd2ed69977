import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
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

describe("a file in the folder that is no template", () => {
  const soul = () => join(folder, "BOARD_SOUL.md.j2");
  beforeEach(async () => {
    await cp(defaultTemplateFolder(), folder, { recursive: true });
    await rm(soul());
  });

  const refusals: [string, make: () => Promise<void> | Buffer, reason: string][] = [
    ["a link out of the folder", () => symlink("/etc/passwd", soul()), "is a symbolic link"],
    ["a link within the folder", () => symlink("BOARD_USER.md.j2", soul()), "is a symbolic link"],
    ["a link to an endless device", () => symlink("/dev/zero", soul()), "is a symbolic link"],
    ["a FIFO", () => execFileSync("mkfifo", [soul()]), "is a named pipe (FIFO)"],
    ["a folder", () => mkdir(soul()), "is a folder"],
    [
      "a file of 1 GB",
      () => writeFile(soul(), "").then(() => truncate(soul(), 1e9)),
      "is larger than 256 KB (1000 MB)",
    ],
  ];
  // Windows has no FIFOs and devices, and lets only administrators and developers make symbolic links.
  const makable = refusals.filter(([what]) => process.platform !== "win32" || !/link|FIFO/.test(what));
  test.each(makable)("%s is refused by name", async (_, make, reason) => {
    await make();
    await expect(loadTemplateSet(folder)).rejects.toMatchObject({
      code: "template-error",
      message: expect.stringContaining(`BOARD_SOUL.md.j2 ${reason}`),
    });
  });

  test("one that no file is made of is refused as well: another could include it", async () => {
    await cp(defaultTemplateFolder(), folder, { recursive: true });
    await symlink("/proc/self/environ", join(folder, "partial.md.j2"));
    await symlink("/etc/hostname", join(folder, "another.md.j2"));
    await expect(loadTemplateSet(folder)).rejects.toThrow(
      "another.md.j2 is a symbolic link, not a plain file; also partial.md.j2 is a symbolic link",
    );
  });

  test("thousands of them are refused before any is read", async () => {
    for (let index = 0; index < 300; index += 1) await writeFile(join(folder, `many-${index}.md.j2`), "");
    await expect(loadTemplateSet(folder)).rejects.toThrow("more than 200 templates");
  });

  test("a set is refused that is too large as a whole", async () => {
    for (let index = 0; index < 20; index += 1)
      await writeFile(join(folder, `big-${index}.md.j2`), "x".repeat(250_000));
    await expect(loadTemplateSet(folder)).rejects.toThrow("larger than 4 MB together");
  });
});

test("the folder itself may be a link, and may hold anything that is not called a template", async () => {
  await cp(defaultTemplateFolder(), folder, { recursive: true });
  await symlink("/etc/passwd", join(folder, "notes.md"));
  const link = `${folder}-link`;
  await symlink(folder, link);
  try {
    expect((await loadTemplateSet(link)).version).toBe((await loadTemplateSet()).version);
  } finally {
    await rm(link);
  }
});
