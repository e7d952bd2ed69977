import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TemplateDraft } from "../../shared/template-editing.ts";
import { defaultTemplateFolder } from "../templates/template-set.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let desk: RouterFixture;
beforeEach(async () => {
  desk = await openRouterFixture({ boards: 1, agents: 2 });
});
afterEach(() => desk.close());

const soul = "BOARD_SOUL.md.j2";
const setsFolder = () => join(desk.dataDir, "templates");

async function draftOf(folder: string | null, text: string): Promise<TemplateDraft> {
  const { sha256, sources } = await desk.client.templates.open({ folder });
  return { folder, baseSha256: sha256, changes: { [soul]: `${sources[soul]}\n${text}\n` } };
}

const workerId = async () => {
  const worker = (await desk.client.agents.list({})).find(({ isMain, isBoardLead }) => !isMain && !isBoardLead);
  return worker?.id ?? "";
};
const states = async () => (await desk.client.agents.list({})).map(({ syncState }) => syncState);
const save = (draft: TemplateDraft, newName: string | null = null) =>
  desk.client.templates.save({ draft, note: "a note", newName });

describe("a draft of templates", () => {
  it("is checked and previewed, and nothing of it is stored", async () => {
    const { client } = desk;
    const draft = await draftOf(null, "Be brief. {{ nowhere }}");
    const check = await client.templates.checkDraft({ draft });
    expect(check.presentSha256).toBe(draft.baseSha256);
    expect(check.problems.map(({ message }) => message).join()).toMatch(/BOARD_SOUL\.md\.j2, line \d+.*"nowhere"/);
    const agentId = await workerId();
    await expect(client.templates.previewDraft({ draft, agentId })).rejects.toThrow(/nowhere/);
    await expect(save(draft, "Ours")).rejects.toThrow(/nowhere/);
    const good = await draftOf(null, "Be brief.");
    const preview = await client.templates.previewDraft({ draft: good, agentId });
    expect(preview.files.find(({ name }) => name === "SOUL.md")?.content).toContain("Be brief.");
    expect(preview.saved?.["SOUL.md"]).not.toContain("Be brief.");
    expect((await client.templates.list()).isBuiltIn).toBe(true);
    expect(() => readdirSync(setsFolder())).toThrow(/ENOENT/);
    const escaping = { ...good, changes: { "../../x.md.j2": "x" } };
    await expect(client.templates.checkDraft({ draft: escaping })).rejects.toThrow(/cannot be the name/);
    await expect(client.templates.open({ folder: "/etc" })).rejects.toThrow(/no template set/);
  });

  it("of the built-in set is saved as a set of one's own, which gateways then use", async () => {
    const { client } = desk;
    const draft = await draftOf(null, "Be brief.");
    await expect(save(draft)).rejects.toThrow(/cannot be the name/);
    const { folder } = await save(draft, "Ours");
    expect(folder).toBe(join(setsFolder(), "Ours"));
    expect(await client.templates.list()).toMatchObject({ folder, isBuiltIn: false, error: null });
    expect((await client.templates.open({ folder: null })).sources[soul]).not.toContain("Be brief.");
    expect(await client.templates.versions({ folder })).toMatchObject([
      { source: "saved", note: "a note" },
      { source: "copied", sha256: draft.baseSha256 },
    ]);
    expect(await client.templates.sets()).toMatchObject([
      { folder: null, gateways: [] },
      { folder, name: "Ours", kind: "own", isDefault: true, gateways: [{ id: desk.gatewayId }] },
    ]);
    // The draft was made to the built-in set, which is as it was; the name is taken.
    await expect(save(draft, "Ours")).rejects.toThrow(/already/);
  });

  it("may use the variables of the gateways that use its set", async () => {
    const owner = { kind: "gateway" as const, id: desk.gatewayId };
    await desk.client.templates.setVariable({ owner, name: "team_channel", value: "#ops" });
    const draft = await draftOf(null, "Ask in {{ team_channel }}.");
    const { folder } = await save(draft, "Ours");
    const opened = await desk.client.templates.open({ folder });
    expect(opened.names.find(({ name }) => name === "team_channel")?.detail).toBe("variable of gateway");
    expect(opened.sources[soul]).toContain("team_channel");
  });

  it("is refused when the folder has changed, and versions can be compared and used", async () => {
    const { client } = desk;
    const { folder } = await save(await draftOf(null, "Be brief."), "Ours");
    const draft = await draftOf(folder, "Be bold.");
    writeFileSync(join(folder, soul), "Changed outside.\n");
    expect((await client.templates.checkDraft({ draft })).presentSha256).not.toBe(draft.baseSha256);
    await expect(save(draft)).rejects.toThrow(/changed since/);
    const [found, saved] = await client.templates.versions({ folder });
    const ids = { folder, from: found?.id ?? 0, to: saved?.id ?? 0 };
    expect(await client.templates.versionDiff(ids)).toMatchObject([{ name: soul, kind: "changed" }]);
    const use = { folder, id: saved?.id ?? 0, baseSha256: found?.sha256 ?? "" };
    await client.templates.restoreVersion(use);
    expect((await client.templates.open({ folder })).sources[soul]).toContain("Be brief.");
    await expect(client.templates.restoreVersion(use)).rejects.toThrow(/changed since/);
  });
});

describe("a plan with a draft", () => {
  it("says so, changes no sync state, and can be applied once the draft is saved as it was", async () => {
    const { client } = desk;
    await desk.sync();
    await desk.sync();
    const before = await states();
    const draft = await draftOf(null, "Be brief.");
    const { runId } = await client.templates.planDraft({ draft, gatewayId: desk.gatewayId });
    await desk.ended(runId);
    const plan = await client.runs.plan({ id: runId });
    expect(plan).toMatchObject({ madeWithDraft: true, notes: [expect.stringContaining("draft")] });
    const changed = plan?.agents.flatMap(({ files }) => files.map(({ name }) => name));
    expect(new Set(changed)).toEqual(new Set(["SOUL.md"]));
    expect(await states()).toEqual(before);

    const writes = desk.gateway.fileWrites;
    await expect(client.runs.apply({ id: runId, selection: null })).rejects.toThrow(/draft of the templates/);
    expect(desk.gateway.fileWrites).toBe(writes);

    await save(draft, "Ours");
    const applied = await client.runs.apply({ id: runId, selection: null });
    const { run, errors } = await desk.ended(applied.runId);
    expect([run.status, errors]).toEqual(["succeeded", []]);
    expect(desk.gateway.fileWrites - writes).toBe(changed?.length);
    expect(new Set(await states())).toEqual(new Set(["synced"]));
  });

  it("is refused after another save, and a later sync renders with the saved templates", async () => {
    const { client } = desk;
    await desk.sync();
    const draft = await draftOf(null, "Be brief.");
    const { runId } = await client.templates.planDraft({ draft, gatewayId: desk.gatewayId });
    await desk.ended(runId);
    await save({ ...draft, changes: { [soul]: `${draft.changes[soul]}And more.\n` } }, "Ours");
    await expect(client.runs.apply({ id: runId, selection: null })).rejects.toThrow(/draft of the templates/);
    await desk.sync();
    const agentId = await workerId();
    const { files } = await client.agents.files({ id: agentId });
    expect(files.find(({ name }) => name === "SOUL.md")?.gateway).toContain("And more.");
  });

  it("does not begin with templates that do not compile", async () => {
    const draft = await draftOf(null, "{% if %}");
    await expect(desk.client.templates.planDraft({ draft, gatewayId: desk.gatewayId })).rejects.toThrow(/line/);
    expect(readdirSync(defaultTemplateFolder()).filter((name) => name.startsWith("."))).toEqual([]);
  });
});
