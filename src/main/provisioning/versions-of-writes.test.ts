import { describe, expect, test } from "vitest";
import { updateAgent } from "../database/agents.ts";
import { readContent } from "../database/contents.ts";
import { type FileVersion, listFileVersions, versionBefore } from "../database/file-versions.ts";
import { readFileWrites } from "../database/file-writes.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { insertToken } from "./tokens/mask-token.ts";
import { restorableText } from "./tokens/restorable-text.ts";

const versionsOf = (agentId: string, fileName: string) => listFileVersions(fixture.app.database, agentId, fileName);

function textOf({ contentSha256 }: FileVersion): string | undefined {
  return readContent(fixture.app.database, fixture.app.vault, contentSha256);
}

/** What a run's write of the file replaced. */
function replacedBy(runId: string, agentId: string, fileName: string) {
  const write = readFileWrites(fixture.app.database, runId)
    .get(agentId)
    ?.find((each) => each.fileName === fileName);
  if (!write) throw new Error(`${fileName} was not written`);
  return versionBefore(write, versionsOf(agentId, fileName));
}

/** The calls of one sync by method, without the fixture's own calls afterwards. */
async function callsOf(): Promise<{ runId: string; calls: Map<string, number> }> {
  let calls = new Map<string, number>();
  fixture.gateway.resetCounters();
  const onEvent = ({ type }: { type: string }) => {
    if (type === "ended") calls = new Map(fixture.gateway.calls);
  };
  const { report } = await fixture.sync({}, { onEvent });
  expect(report.errors).toEqual([]);
  return { runId: report.runId, calls };
}

describe.each(["2026.3.28", "2026.9.6"])("on %s", (version) => {
  const isCurrent = version === "2026.9.6";
  const tokenFile = isCurrent ? "AGENTS.md" : "TOOLS.md";
  /** One file shows whether this gateway guards writes; where it does not, a file is read again before it is written. */
  const guardReads = isCurrent ? 1 : 2;

  async function openSynced() {
    const opened = await open({ gateway: { version } });
    const first = await opened.sync({ rotateTokens: true });
    return { ...opened, firstRun: first.report.runId, agent: opened.agentIds[0] ?? "" };
  }

  test("what is written is a version, and the next write has it as what was there before; no file is fetched for it", async () => {
    const { app, agent, firstRun, gateway, keyOf } = await openSynced();
    expect(replacedBy(firstRun, agent, "SOUL.md")).toEqual({ kind: "no-file" });
    const first = gateway.readFile(keyOf(agent), "SOUL.md");
    updateAgent(app.database, agent, { soulTemplate: "# Another soul" });
    const { runId, calls } = await callsOf();
    expect([calls.get("agents.files.get"), calls.get("agents.files.set")]).toEqual([guardReads, 1]);
    const versions = versionsOf(agent, "SOUL.md");
    expect(versions.map(({ source, runId: of }) => [source, of])).toEqual([
      ["written", firstRun],
      ["written", runId],
    ]);
    expect(versions.map(textOf)).toEqual([first, "# Another soul"]);
    expect(replacedBy(runId, agent, "SOUL.md")).toEqual({ kind: "version", version: versions[0] });
  });

  test("an edit is a version between what was written before it and what replaces it", async () => {
    const { agent, sync, gateway, keyOf } = await openSynced();
    gateway.writeFile(keyOf(agent), "SOUL.md", "my own soul");
    const { report } = await sync();
    const versions = versionsOf(agent, "SOUL.md");
    expect(versions.map(({ source }) => source)).toEqual(["written", "found", "written"]);
    expect(replacedBy(report.runId, agent, "SOUL.md")).toEqual({ kind: "version", version: versions[1] });
  });

  test("what was written before versions were kept is fetched and kept before it is replaced", async () => {
    const { app, agent, gateway, keyOf } = await openSynced();
    app.database.sqlite.exec("UPDATE file_writes SET replaced_version_id = NULL; DELETE FROM file_versions");
    const first = gateway.readFile(keyOf(agent), "SOUL.md");
    updateAgent(app.database, agent, { soulTemplate: "# Another soul" });
    const { runId, calls } = await callsOf();
    // With the file that has the token, which is masked in it; that shows as well whether writes are guarded.
    expect(calls.get("agents.files.get")).toBe(guardReads + 1);
    const versions = versionsOf(agent, "SOUL.md");
    expect(versions.map(({ source, runId: of }) => [source, of])).toEqual([
      ["written", ""],
      ["written", runId],
    ]);
    expect(versions.map(textOf)).toEqual([first, "# Another soul"]);
    expect(replacedBy(runId, agent, "SOUL.md")).toEqual({ kind: "version", version: versions[0] });
  });

  test("contents that were lost with their key are kept again before they are replaced", async () => {
    const { app, agent, gateway, keyOf } = await openSynced();
    app.database.sqlite.exec("UPDATE contents SET sealed = x''");
    const first = gateway.readFile(keyOf(agent), "SOUL.md");
    updateAgent(app.database, agent, { soulTemplate: "# Another soul" });
    const { runId } = await callsOf();
    const was = replacedBy(runId, agent, "SOUL.md");
    expect(was.kind === "version" && textOf(was.version)).toBe(first);
  });

  test("a version of the file with the token can be turned back into it with the present token", async () => {
    const { agent, sync, gateway, keyOf } = await openSynced();
    const [old, file] = [fixture.tokenOf(agent) ?? "", gateway.readFile(keyOf(agent), tokenFile) ?? ""];
    expect((await sync({ rekeyAll: true, rotateTokens: true })).report.errors).toEqual([]);
    const token = fixture.tokenOf(agent) ?? "";
    expect(token).not.toBe(old);
    const [version] = versionsOf(agent, tokenFile);
    const kept = version && restorableText(version, textOf(version));
    const mark = file.slice(file.lastIndexOf("\n<!-- Managed by"));
    expect(insertToken(kept?.text ?? "", token) + mark).toBe(file.replaceAll(old, token));
  });

  test("a version that other secrets, other encodings or a lost key took something from says that it cannot be restored", async () => {
    const { app, agent, agentIds, sync, gateway, keyOf } = await openSynced();
    const others = fixture.tokenOf(agentIds[1] ?? "") ?? "";
    const why = async (text: string) => {
      gateway.writeFile(keyOf(agent), "SOUL.md", text);
      const { report } = await sync();
      const was = replacedBy(report.runId, agent, "SOUL.md");
      return was.kind === "version" ? restorableText(was.version, textOf(was.version)) : was;
    };
    expect(await why("plain words")).toEqual({ text: "plain words" });
    expect(await why(`AUTH_TOKEN=${others}`)).toEqual({ text: null, why: "masked" });
    expect(await why("caf\uFFFD")).toEqual({ text: null, why: "not-utf8" });
    app.database.sqlite.exec("UPDATE contents SET sealed = x''");
    const [version] = versionsOf(agent, "SOUL.md");
    expect(version && restorableText(version, textOf(version))).toEqual({ text: null, why: "lost" });
  });

  test("a write that is refused leaves no version of what it would have written", async () => {
    const { app, agent, sync, gateway } = await openSynced();
    updateAgent(app.database, agent, { soulTemplate: "# Another soul" });
    gateway.inject({ kind: "error", method: "agents.files.set", code: "INVALID_REQUEST", message: "disk full" });
    const { report } = await sync();
    expect(report.agentsFailed).toBe(1);
    expect(versionsOf(agent, "SOUL.md")).toHaveLength(1);
  });
});
