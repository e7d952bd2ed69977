import { expect, test } from "vitest";
import { fileVersions } from "./render-agent-files.ts";
import type { TemplateSet } from "./template-set.ts";
import { elsewhere, setWith, testAgent } from "./test-support.ts";

const soul = "# Soul of {{ agent_name }}";
const first = await setWith({ "BOARD_SOUL.md.j2": soul });

/** The files of a worker on a newer gateway whose version differs from the first set's. */
function changed(templates: TemplateSet, fields: Parameters<typeof testAgent>[0] = {}): string[] {
  const files = (set: TemplateSet, agent: ReturnType<typeof testAgent>) =>
    fileVersions({ templates: set, role: "worker", places: elsewhere, agent });
  const before = new Map(files(first, testAgent()).map(({ name, version }) => [name, version]));
  return files(templates, testAgent(fields)).flatMap(({ name, version }) => (before.get(name) === version ? [] : name));
}

test("a changed template changes its own file and no other", async () => {
  expect(changed(await setWith({ "BOARD_SOUL.md.j2": soul }))).toEqual([]);
  expect(changed(await setWith({ "BOARD_SOUL.md.j2": `${soul}!` }))).toEqual(["SOUL.md"]);
});

test("TOOLS is a section of AGENTS on a newer gateway", async () => {
  expect(changed(await setWith({ "BOARD_SOUL.md.j2": soul, "BOARD_TOOLS.md.j2": "# Tools" }))).toEqual(["AGENTS.md"]);
});

test.each([
  '{% include "note.md.j2" %}',
  "{%- include 'middle.md.j2' -%}",
  '{% from "note.md.j2" import line %}',
  '{% import "note.md.j2" as note %}',
  '{% extends "note.md.j2" %}',
  '{% include "note" ~ ".md.j2" %}',
  '{% include ["note.md.j2"] %}',
  '{% include "note.md.j2" if is_main_agent else "middle.md.j2" %}',
])("%s: the file changes with the template that is taken in", async (tag) => {
  const soulVersion = async (others: { [name: string]: string }) => {
    const middle = '{% include "note.md.j2" %}';
    const templates = await setWith({ "BOARD_SOUL.md.j2": tag, "middle.md.j2": middle, ...others });
    const files = fileVersions({ templates, role: "worker", places: elsewhere, agent: testAgent() });
    return files.find(({ name }) => name === "SOUL.md")?.version;
  };
  const before = await soulVersion({ "note.md.j2": "a" });
  expect(await soulVersion({ "note.md.j2": "b" })).not.toBe(before);
  expect(await soulVersion({ "note.md.j2": "a" })).toBe(before);
});

test("the version tells which of the templates that are taken in has which text", async () => {
  const soulOf = async (one: string, two: string, three: string) => {
    const names = ["one.md.j2", "two.md.j2", "three.md.j2"];
    const texts = [one, two, three];
    const templates = await setWith({
      "BOARD_SOUL.md.j2": names.map((name) => `{% include "${name}" %}`).join("\n"),
      ...Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ""])),
    });
    const files = fileVersions({ templates, role: "worker", places: elsewhere, agent: testAgent() });
    return files.find(({ name }) => name === "SOUL.md")?.version;
  };
  const versions = [await soulOf("x", "x", "y"), await soulOf("x", "y", "y"), await soulOf("x", "y", "x")];
  expect(new Set(versions).size).toBe(3);
});

test("a name that every object has is no template", async () => {
  const soulTemplate = '{% include "constructor" %}';
  const files = fileVersions({
    templates: first,
    role: "worker",
    places: elsewhere,
    agent: testAgent({ soulTemplate }),
  });
  expect(files.map(({ name }) => name)).toContain("SOUL.md");
});

test("a template that is not taken in changes nothing", async () => {
  const taking = { "BOARD_SOUL.md.j2": soul, "note.md.j2": "a", "BOARD_USER.md.j2": '{% include "note.md.j2" %}' };
  const before = await setWith(taking);
  const after = await setWith({ ...taking, "other.md.j2": "c" });
  const files = (templates: TemplateSet) =>
    fileVersions({ templates, role: "worker", places: elsewhere, agent: testAgent() });
  expect(files(after)).toEqual(files(before));
});

test("an agent's own template replaces the set's", () => {
  expect(changed(first, { soulTemplate: "# Mine" })).toEqual(["SOUL.md"]);
  expect(changed(first, { soulTemplate: " " })).toEqual([]);
});
