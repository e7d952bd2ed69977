import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readTemplateRows, readTemplateSource } from "./list-template-rows.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "template-rows-"));
  writeFileSync(join(folder, "BOARD_USER.md.j2"), "the user");
  writeFileSync(join(folder, "secret"), "a secret");
  // Windows lets only administrators and developers make symbolic links.
  if (process.platform !== "win32") symlinkSync("secret", join(folder, "BOARD_SOUL.md.j2"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.skipIf(process.platform === "win32")(
  "shows nothing of what a link in the folder leads to, and says why",
  async () => {
    expect((await readTemplateRows(folder)).map(({ name, chars }) => [name, chars])).toEqual([
      ["BOARD_SOUL.md.j2", 0],
      ["BOARD_USER.md.j2", 8],
    ]);
    expect(await readTemplateSource(folder, "BOARD_USER.md.j2")).toBe("the user");
    await expect(readTemplateSource(folder, "BOARD_SOUL.md.j2")).rejects.toMatchObject({
      code: "template-error",
      message: expect.stringContaining("BOARD_SOUL.md.j2 in the template folder"),
    });
    await expect(readTemplateSource(folder, "OTHER.md.j2")).rejects.toMatchObject({ code: "not-found" });
  },
);
