import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { dialectWords } from "../../shared/dialect-names.ts";
import type { TemplateCheck } from "../../shared/template-check.ts";
import { defaultTemplateFolder } from "../templates/template-set.ts";
import { copyTemplates } from "../templates/test-template-folder.ts";
import { createTestCli, type TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let cli: TestCli;
let folder: string;

const check = (...words: string[]) =>
  cli.jsonHere<TemplateCheck & { ok: boolean }>(["templates", "check", folder, ...words]);
const kindsOf = ({ problems }: TemplateCheck) => problems.map(({ kind }) => kind);
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

describe("without records", () => {
  beforeAll(() => {
    cli = createTestCli();
    folder = join(cli.dataDir, "../own");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  afterAll(() => cli.remove());

  it("our own templates pass, and a folder that is none is refused", async () => {
    expect(await cli.jsonHere(["templates", "check", defaultTemplateFolder()])).toMatchObject({
      code: 0,
      json: { ok: true, roles: ["worker", "lead", "main"], problems: [] },
    });
    expect((await check()).code).toBe(2);
  });

  it("lines that look like secrets are listed, and not repeated", async () => {
    const secret = "k3Jx9".repeat(9);
    copyTemplates(folder, { "BOARD_SOUL.md.j2": `\nUse the key api_key=${secret}\n` });
    const { code, json } = await check();
    expect([code, kindsOf(json)]).toEqual([1, ["secret"]]);
    expect(json.problems[0]?.message).toMatch(/BOARD_SOUL\.md\.j2, line \d+/);
    expect(JSON.stringify(json)).not.toContain(secret);
  });

  it("all syntax errors are listed, and names that no agent has", async () => {
    copyTemplates(folder, { "BOARD_SOUL.md.j2": "\n{{ broken", "LEAD_AGENTS.md.j2": "\n{% if x %}" });
    write("MAIN_AGENTS.md.j2", "{{ nowhere }}");
    const { code, json } = await check();
    expect(code).toBe(1);
    expect(kindsOf(json).filter((kind) => kind === "unusable").length).toBe(2);
    expect(json.problems.at(-1)?.message).toContain('"nowhere" is not defined');
    expect(json.problems[0]?.message).toMatch(/BOARD_SOUL\.md\.j2, line \d+.*syntax error/);
    expect(json.problems[1]?.message).toMatch(/LEAD_AGENTS\.md\.j2, line \d+.*syntax error/);
  });

  it("all missing names are listed once, for every kind of agent, and what else is wrong behind them", async () => {
    copyTemplates(folder, {
      "BOARD_SOUL.md.j2": "\n{{ one }} {{ one | upper }} {{ auth_token[:3] }}",
      "BOARD_USER.md.j2": "\n{{ board_name }}",
      "LEAD_AGENTS.md.j2": "\n{{ two }}",
      "MAIN_AGENTS.md.j2": "\n{{ three ~ 'x' }}",
    });
    const { code, json } = await check();
    expect(code).toBe(1);
    const named = json.problems.filter(({ kind }) => kind === "missing-name").map(({ message }) => message);
    for (const name of ["one", "two", "three", "board_name"]) {
      expect(named.filter((message) => message.includes(`"${name}"`)).length).toBe(1);
    }
    const board = json.problems.find(({ message }) => message.includes(`"board_name"`));
    expect(board).toMatchObject({ roles: ["main"], dialects: expect.arrayContaining(Object.keys(dialectWords)) });
    const token = json.problems.find(({ kind }) => kind === "unusable");
    expect(token).toMatchObject({ message: expect.stringContaining("auth_token"), roles: ["worker", "lead", "main"] });
  });

  it("names in templates that make no agent's file are left alone, unless an agent's template may include them", async () => {
    copyTemplates(folder);
    write("LEAD_REVIEW.md.j2", "Review of {{ task_title }}");
    write("PART_REVIEW.md.j2", "{{ reviewer }}");
    expect(await check()).toMatchObject({ code: 0, json: { ok: true, problems: [] } });
    copyTemplates(folder, { "BOARD_SOUL.md.j2": "\n{% include 'PART_REVIEW.md.j2' %}{{ other }}" });
    const named = async () => (await check()).json.problems.map(({ message }) => /"(\w+)" is not/.exec(message)?.[1]);
    expect((await named()).toSorted()).toEqual(["other", "reviewer"]);
    copyTemplates(folder, { "BOARD_SOUL.md.j2": "\n{% include 'PART_' ~ agent_name ignore missing %}" });
    expect((await named()).toSorted()).toEqual(["reviewer", "task_title"]);
  });

  it("files that are too long, and tokens that could not be read back, are named", async () => {
    copyTemplates(folder);
    write("BOARD_TOOLS.md.j2", "AUTH_TOKEN is {{ auth_token }}");
    write("BOARD_IDENTITY.md.j2", "{% for n in range(3000) %}a long line {% endfor %}");
    const { code, json } = await check("--kind", "lead");
    expect(code).toBe(1);
    expect(kindsOf(json).toSorted()).toContain("too-long");
    expect(json.problems.map(({ message }) => message).join("\n")).toMatch(/IDENTITY\.md: 35,999 characters/);
    const unread = json.problems.filter(({ message }) => message.includes("could not be read back"));
    expect(unread.flatMap(({ dialects }) => dialects).toSorted()).toEqual(Object.keys(dialectWords).toSorted());
    expect(new Set(json.problems.flatMap(({ roles }) => roles))).toEqual(new Set(["lead"]));
  });

  it("a missing template and one without end are named", async () => {
    copyTemplates(folder);
    rmSync(join(folder, "BOARD_BOOTSTRAP.md.j2"));
    write("BOARD_SOUL.md.j2", "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}");
    const { json } = await check();
    expect(json.problems.map(({ message }) => message).join("\n")).toMatch(
      /no LEAD_BOOTSTRAP\.md\.j2 or BOARD_BOOTSTRAP\.md\.j2[\s\S]*does not end/,
    );
  });
});

describe("with the records of a gateway", () => {
  let fixture: CliFixture;
  beforeAll(async () => {
    fixture = await openCliFixture();
    cli = fixture.newCli();
    await fixture.importInto(cli, fixture.fleetWith());
    folder = copyTemplates(join(cli.dataDir, "../own"), { "BOARD_SOUL.md.j2": "\n{{ team_channel }}" });
  });
  afterAll(() => fixture.close());

  it("a variable of one board is missing for all other agents only", async () => {
    expect((await check()).json.problems).toMatchObject([{ kind: "missing-name", roles: [] }]);
    await cli.runHere(["variables", "set", "team_channel", "#x", "--board", "Customer support"]);
    const one = await check("--gateway", "Practice gateway");
    expect(one.code).toBe(1);
    expect(one.json.problems).toMatchObject([{ kind: "missing-name", roles: ["worker", "lead", "main"] }]);
    const lines = await cli.runHere(["templates", "check", folder]);
    expect(lines.stdout).toMatch(/has 1 problem[\s\S]*"team_channel" is not defined/);
    expect(lines.stdout).toContain("variables set NAME VALUE");
    await cli.runHere(["variables", "set", "team_channel", "#all", "--gateway", "Practice gateway"]);
    expect((await check()).code).toBe(0);
  });
});
