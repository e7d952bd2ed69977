import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../database/open-database.ts";
import { listTemplateVersions, readTemplateVersion } from "../database/template-versions.ts";
import { readTemplateSet } from "../templates/template-set.ts";
import { saveSettings } from "./change-settings.ts";
import { createTemplateSet } from "./create-template-set.ts";
import { listVersionsOfSet } from "./keep-template-versions.ts";
import { restoreTemplates, type SaveTemplatesServices, saveTemplates } from "./save-templates.ts";
import { listTemplateSets } from "./template-sets.ts";

let dataDir: string;
let database: Database;
let services: SaveTemplatesServices;
let folder: string;
let base: string;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "saved-templates-"));
  database = openDatabase({ inMemory: true });
  services = { dataDir, database, startedBy: "Ada" };
  ({ folder, sha256: base } = await createTemplateSet(services, { name: "Ours", from: null }));
});
afterEach(() => {
  database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const soul = "BOARD_SOUL.md.j2";
const read = (name = soul) => readFileSync(join(folder, name), "utf8");
const write = (text: string, name = soul) => writeFileSync(join(folder, name), text);
const save = (baseSha256: string, changes: { [name: string]: string }, note = "") =>
  saveTemplates(services, { folder, baseSha256, changes, note });
const versions = () => listTemplateVersions(database, folder);

describe("saveTemplates", () => {
  it("makes a version of every save, with who saved it and the note", async () => {
    const saved = await save(base, { [soul]: "Be kind.\n" }, "kinder");
    expect(read()).toBe("Be kind.\n");
    expect(versions()).toMatchObject([
      { source: "saved", savedBy: "Ada", note: "kinder", parentSha256: base, sha256: saved.sha256 },
      { source: "copied", parentSha256: null, sha256: base },
    ]);
    expect((await readTemplateSet(folder)).version).toBe(saved.sha256);
    // Nothing to change makes no version.
    await save(saved.sha256, { [soul]: "Be kind.\n" });
    expect(versions().length).toBe(2);
  });

  it("refuses when the folder has changed since, writes nothing and keeps what was found", async () => {
    write("Changed outside.\n");
    await expect(save(base, { [soul]: "Mine.\n", "BOARD_USER.md.j2": "Mine.\n" })).rejects.toMatchObject({
      code: "templates-not-saved",
    });
    expect(read()).toBe("Changed outside.\n");
    expect(read("BOARD_USER.md.j2")).not.toBe("Mine.\n");
    const [found, first] = versions();
    expect(found).toMatchObject({ source: "found", savedBy: null, parentSha256: base });
    expect(readTemplateVersion(database, folder, found?.id ?? 0).sources[soul]).toBe("Changed outside.\n");
    expect(readTemplateVersion(database, folder, first?.id ?? 0).sources[soul]).not.toBe("Changed outside.\n");
    await save(found?.sha256 ?? "", { [soul]: "Mine.\n" });
    expect(read()).toBe("Mine.\n");
  });

  it("takes one of two saves that were made to the same version", async () => {
    const results = await Promise.allSettled(["one\n", "two\n"].map((text) => save(base, { [soul]: text })));
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const taken = results.findIndex(({ status }) => status === "fulfilled");
    expect(read()).toBe(["one\n", "two\n"][taken]);
    expect(versions().length).toBe(2);
  });

  it("does not make a usable set unusable, but lets a faulty one be repaired step by step", async () => {
    await expect(save(base, { [soul]: "{{ nowhere }}" })).rejects.toMatchObject({ code: "template-error" });
    expect(versions().length).toBe(1);
    write("{{ nowhere }}");
    write("{% if %}", "BOARD_USER.md.j2");
    const [found] = await listVersionsOfSet(database, folder);
    await save(found?.sha256 ?? "", { [soul]: "Be kind.\n" });
    expect(read()).toBe("Be kind.\n");
  });

  it("writes only templates, and through no link", async () => {
    for (const name of ["../x.md.j2", "notes.md.j2", "x.md", "PART_../y.md.j2", "__proto__"]) {
      await expect(save(base, JSON.parse(`{"${name}":"x"}`))).rejects.toMatchObject({ code: "templates-not-saved" });
    }
    await save(base, { "PART_MORE.md.j2": "More.\n" });
    expect(read("PART_MORE.md.j2")).toBe("More.\n");
    if (process.platform === "win32") return;
    // Windows lets only administrators and developers make one.
    rmSync(join(folder, soul));
    symlinkSync("/etc/hostname", join(folder, soul));
    await expect(save(base, { [soul]: "x" })).rejects.toMatchObject({ code: "template-error" });
  });
});

describe("restoreTemplates", () => {
  it("brings back an earlier version, after keeping what is there", async () => {
    const first = versions()[0];
    await save(base, { [soul]: "Second.\n", "PART_MORE.md.j2": "More.\n" });
    write("By hand.\n");
    const used = await restoreTemplates(services, { folder, versionId: first?.id ?? 0 });
    expect(used.sha256).toBe(base);
    expect((await readTemplateSet(folder)).version).toBe(base);
    expect(versions().map(({ source }) => source)).toEqual(["used", "found", "saved", "copied"]);
    expect(versions()[0]?.sha256).toBe(base);
  });

  it("refuses when something changed since the operator looked, and a version of another set", async () => {
    const first = versions()[0]?.id ?? 0;
    write("By hand.\n");
    await expect(restoreTemplates(services, { folder, versionId: first, baseSha256: base })).rejects.toThrow(
      /changed since/,
    );
    const other = await createTemplateSet(services, { name: "Other", from: folder });
    saveSettings(database, { templateFolder: other.folder });
    await expect(
      restoreTemplates(services, { ...other, baseSha256: undefined, versionId: first }),
    ).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("sets", () => {
  it("are the built-in one, one's own, and the folders in use", async () => {
    const elsewhere = join(dataDir, "elsewhere");
    mkdirSync(elsewhere);
    saveSettings(database, { templateFolder: elsewhere });
    expect(listTemplateSets(services)).toMatchObject([
      { folder: null, kind: "built-in", isDefault: false },
      { folder, name: "Ours", kind: "own", isDefault: false },
      { folder: elsewhere, name: "elsewhere", kind: "folder", isDefault: true },
    ]);
  });

  it("get no name that leads elsewhere or is taken", async () => {
    for (const name of ["../x", "a/b", ".", "", " ", "Ours", "x\\y", "-", "CON.", "a".repeat(61)]) {
      await expect(createTemplateSet(services, { name, from: null })).rejects.toMatchObject({
        code: "templates-not-saved",
      });
    }
    await expect(createTemplateSet(services, { name: "Zwölf 12_b-c", from: folder })).resolves.toBeTruthy();
  });
});

type Step = { kind: "outside" | "save" | "save-late" | "use"; text: string };

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom("outside", "save", "save-late", "use"),
  text: fc.constantFrom("a\n", "b\n", "c\n"),
});

it("every text that a template ever had can be brought back, and no edit made outside is overwritten unseen", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const set = await createTemplateSet(services, { name: `s${Math.random().toString(36).slice(2)}`, from: null });
      folder = set.folder;
      const seen = new Set([read()]);
      let known = set.sha256;
      let knownText = read();
      for (const { kind, text } of steps) {
        if (kind === "outside") {
          write(text);
          // Seen by whoever looks next; an edit that is replaced before that is not kept.
          if (text !== "c\n") await listVersionsOfSet(database, folder);
        } else {
          const before = read();
          // An edit that was taken back outside overwrites nothing.
          const isOutdated = before !== knownText;
          const attempt =
            kind === "use"
              ? restoreTemplates(services, { folder, versionId: versions().at(-1)?.id ?? 0 })
              : save(kind === "save" ? (await readTemplateSet(folder)).version : known, { [soul]: text });
          const result = await attempt.catch(() => null);
          if (kind === "save-late" && isOutdated) expect([result, read()]).toEqual([null, before]);
          if (result) {
            known = result.sha256;
            knownText = read();
            expect((await readTemplateSet(folder)).version).toBe(result.sha256);
          }
          seen.add(before).add(read());
        }
      }
      await listVersionsOfSet(database, folder);
      const kept = new Set(versions().map(({ id }) => readTemplateVersion(database, folder, id).sources[soul]));
      for (const text of seen) expect(kept.has(text)).toBe(true);
      const chain = versions();
      expect(chain.map(({ parentSha256 }) => parentSha256)).toEqual([
        ...chain.slice(1).map(({ sha256 }) => sha256),
        null,
      ]);
    }),
    { numRuns: 6 },
  );
});
