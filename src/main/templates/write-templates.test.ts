import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isTemplateName, stageTemplates } from "./write-templates.ts";

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "written-templates-"));
  folder = join(root, "set");
  mkdirSync(folder);
  writeFileSync(join(folder, "BOARD_SOUL.md.j2"), "soul\n", { mode: 0o600 });
  writeFileSync(join(folder, "BOARD_USER.md.j2"), "user\r\nof Windows\r\n");
  writeFileSync(join(root, "outside.md.j2"), "outside");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const read = (name: string) => readFileSync(join(folder, name), "utf8");
const names = () => readdirSync(folder).sort();

describe("stageTemplates", () => {
  it("changes nothing before the commit, and leaves nothing beside the templates", async () => {
    const staged = await stageTemplates(folder, { "BOARD_SOUL.md.j2": "new\n", "BOARD_USER.md.j2": null });
    expect(read("BOARD_SOUL.md.j2")).toBe("soul\n");
    staged.commit();
    await staged.discard();
    expect(names()).toEqual(["BOARD_SOUL.md.j2"]);
    expect(read("BOARD_SOUL.md.j2")).toBe("new\n");
    // Windows has no modes.
    if (process.platform !== "win32") expect(statSync(join(folder, "BOARD_SOUL.md.j2")).mode & 0o777).toBe(0o600);
  });

  it("keeps the line ends that a template has", async () => {
    const staged = await stageTemplates(folder, { "BOARD_USER.md.j2": "one\ntwo\n" });
    staged.commit();
    expect(read("BOARD_USER.md.j2")).toBe("one\r\ntwo\r\n");
  });

  it("writes nothing when a template changed since it was staged", async () => {
    const staged = await stageTemplates(folder, { "BOARD_SOUL.md.j2": "mine", "BOARD_USER.md.j2": "mine" });
    writeFileSync(join(folder, "BOARD_USER.md.j2"), "theirs");
    expect(() => staged.commit()).toThrow(/just been changed/);
    await staged.discard();
    expect([read("BOARD_SOUL.md.j2"), read("BOARD_USER.md.j2")]).toEqual(["soul\n", "theirs"]);
    expect(names()).toEqual(["BOARD_SOUL.md.j2", "BOARD_USER.md.j2"]);
  });

  it("puts back what it had replaced when a later template cannot be replaced", async () => {
    const staged = await stageTemplates(folder, { "BOARD_SOUL.md.j2": "mine", "BOARD_USER.md.j2": "mine" });
    for (const name of names().filter((each) => each.startsWith(".BOARD_USER"))) rmSync(join(folder, name));
    expect(() => staged.commit()).toThrow(/not saved/);
    await staged.discard();
    expect([read("BOARD_SOUL.md.j2"), read("BOARD_USER.md.j2")]).toEqual(["soul\n", "user\r\nof Windows\r\n"]);
    expect(names()).toEqual(["BOARD_SOUL.md.j2", "BOARD_USER.md.j2"]);
  });

  // Windows lets only administrators and developers make symbolic links.
  it.skipIf(process.platform === "win32")(
    "follows no link, neither one that was there nor one that is put there",
    async () => {
      symlinkSync(join(root, "outside.md.j2"), join(folder, "LINK.md.j2"));
      await expect(stageTemplates(folder, { "LINK.md.j2": "x" })).rejects.toThrow(/symbolic link/);
      const staged = await stageTemplates(folder, { "BOARD_SOUL.md.j2": "x" });
      rmSync(join(folder, "BOARD_SOUL.md.j2"));
      symlinkSync(join(root, "outside.md.j2"), join(folder, "BOARD_SOUL.md.j2"));
      expect(() => staged.commit()).toThrow(/no plain file/);
      await staged.discard();
      expect(lstatSync(join(folder, "BOARD_SOUL.md.j2")).isSymbolicLink()).toBe(true);
      expect(readFileSync(join(root, "outside.md.j2"), "utf8")).toBe("outside");
    },
  );

  it("writes nowhere else, whatever a template is called", async () => {
    const piece = fc.constantFrom("..", "/", "\\", ".", "A", ".md.j2", "\0", "%2e", "outside", "C:", " ", "é");
    const name = fc.oneof(
      fc.array(piece, { maxLength: 6 }).map((parts) => parts.join("")),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(name, async (tried) => {
        const before = readdirSync(root, { recursive: true }).length;
        try {
          const staged = await stageTemplates(folder, { [tried]: "x" });
          staged.commit();
          await staged.discard();
          expect(readFileSync(join(folder, tried), "utf8")).toBe("x");
          rmSync(join(folder, tried));
        } catch (error) {
          expect(error).toMatchObject({ code: "templates-not-saved" });
        }
        expect(readdirSync(root, { recursive: true }).length).toBe(before);
        expect(readFileSync(join(root, "outside.md.j2"), "utf8")).toBe("outside");
      }),
      { numRuns: 300 },
    );
    expect(["../outside.md.j2", "a/b.md.j2", "x.md", ".md.j2", "..md.j2"].some(isTemplateName)).toBe(false);
  });
});
