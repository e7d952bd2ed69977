import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultTemplateFolder } from "../templates/template-set.ts";
import { copyTemplates } from "../templates/test-template-folder.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
let cli: TestCli;
let folder: string;
afterEach(() => fixture.close());

async function start(version: string) {
  fixture = await openCliFixture({ version });
  cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  folder = copyTemplates(join(cli.dataDir, "../own"), { "BOARD_SOUL.md.j2": "\nMade with our own templates.\n" });
}

type Report = { agents: { outcome: string }[]; notes?: string[]; error?: { code: string; hint: string } };

const sync = (...words: string[]) => cli.jsonHere<Report>(["sync", "--gateway", "Practice gateway", ...words]);
const updated = ({ json }: { json: Report }) => json.agents.filter(({ outcome }) => outcome === "updated").length;

describe.each(["2026.3.28", "2026.9.6"])("a fleet that was synced with a flag (OpenClaw %s)", (version) => {
  beforeEach(() => start(version));

  it("is not rewritten when the flag is forgotten, until that is confirmed once", async () => {
    expect((await sync("--templates", folder)).code).toBe(0);
    const before = fixture.gateway.fileWrites;
    const forgotten = await sync();
    expect(forgotten.code).toBe(2);
    expect(forgotten.json).toMatchObject({ error: { code: "other-templates" } });
    expect(forgotten.json.error?.hint).toContain("--accept-templates");
    expect(fixture.gateway.fileWrites).toBe(before);

    const questions: string[] = [];
    const ask = async (question: string) => {
      questions.push(question);
      return false;
    };
    const declined = await cli.runHere(["sync", "--gateway", "Practice gateway"], { ask });
    expect(declined.code).toBe(2);
    expect(questions.join()).toContain(`last synced from ${folder}`);
    expect(fixture.gateway.fileWrites).toBe(before);

    const dry = await sync("--dry-run");
    expect(dry.code).toBe(10);
    expect(dry.json.notes?.join()).toContain(`last synced from ${folder}`);

    // A part of the fleet does not speak for the rest.
    expect((await sync("--board", "Customer support", "--accept-templates")).code).toBe(0);
    expect((await sync()).code).toBe(2);

    const confirmed = await sync("--accept-templates");
    expect(confirmed.code).toBe(0);
    expect(updated(confirmed)).toBeGreaterThan(0);
    const again = await sync();
    expect(again.code).toBe(0);
    expect(updated(again)).toBe(0);
  });
});

describe("templates and base URL of a gateway", () => {
  beforeEach(() => start("2026.9.6"));

  it("are kept in its record, so that no flag can be forgotten", async () => {
    expect((await sync("--templates", folder, "--base-url", "http://control.example:9")).code).toBe(0);
    const edit = [
      "gateway",
      "edit",
      "Practice gateway",
      "--templates",
      folder,
      "--base-url",
      "http://control.example:9",
    ];
    expect((await cli.runHere(edit)).code).toBe(0);
    const again = await sync();
    expect(again.code).toBe(0);
    expect(updated(again)).toBe(0);

    // What an operator sets needs no confirmation.
    expect((await cli.runHere(["gateway", "edit", "Practice gateway", "--no-templates", "--no-base-url"])).code).toBe(
      0,
    );
    const changed = await sync();
    expect(changed.code).toBe(0);
    expect(updated(changed)).toBeGreaterThan(0);
  });

  it("ask when the flag of one is missing, also after the other was set", async () => {
    expect((await sync("--templates", folder)).code).toBe(0);
    const edit = ["gateway", "edit", "Practice gateway", "--base-url", "http://control.example:9"];
    expect((await cli.runHere(edit)).code).toBe(0);
    const forgotten = await sync();
    expect([forgotten.code, forgotten.json]).toMatchObject([2, { error: { code: "other-templates" } }]);
  });

  it("ask when a flag gives another base URL than last time", async () => {
    expect((await sync()).code).toBe(0);
    const other = await sync("--base-url", "http://elsewhere.example");
    expect(other.code).toBe(2);
    expect(other.json).toMatchObject({ error: { code: "other-templates" } });
    const words = ["sync", "--gateway", "Practice gateway", "--base-url", "http://elsewhere.example"];
    expect((await cli.runHere(words, { ask: async () => true })).code).toBe(0);
  });

  it("ask nothing when a flag names another folder with the same templates", async () => {
    expect((await sync()).code).toBe(0);
    const copy = copyTemplates(join(cli.dataDir, "../copy"));
    expect((await sync("--templates", copy)).code).toBe(0);
  });

  it("refuse a folder that cannot be used, and a base URL that is none", async () => {
    const missing = await cli.runHere(["gateway", "edit", "Practice gateway", "--templates", join(folder, "missing")]);
    expect(missing.code).toBe(2);
    const bad = await cli.runHere(["gateway", "edit", "Practice gateway", "--base-url", "nonsense"]);
    expect(bad.code).toBe(2);
    expect((await cli.runHere(["gateway", "edit", "Practice gateway", "--base-url", ""])).code).toBe(2);
    expect((await cli.runHere(["gateway", "edit", "Practice gateway"])).code).toBe(2);
  });

  it("end a sync while they are broken, but not one with other templates", async () => {
    expect((await sync("--templates", folder)).code).toBe(0);
    expect((await cli.runHere(["gateway", "edit", "Practice gateway", "--templates", folder])).code).toBe(0);
    appendFileSync(join(folder, "BOARD_SOUL.md.j2"), "{{ broken");
    const broken = await sync();
    expect(broken.code).toBe(2);
    expect(broken.json).toMatchObject({ error: { code: "template-error" } });
    expect((await sync("--templates", defaultTemplateFolder(), "--accept-templates")).code).toBe(0);
  });
});
