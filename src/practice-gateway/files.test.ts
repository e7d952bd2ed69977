import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { connect, type FileAnswer, patch, rosterPatch, start, startAndConnect } from "./test-gateways.ts";

type ListAnswer = { workspace: string; files: { name: string; missing: boolean; size?: number }[] };

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("agents.files on a current gateway", () => {
  test("lists five names, although a sixth can be set", async () => {
    const { gateway, call } = await startAndConnect();
    const { files, workspace } = await call<ListAnswer>("agents.files.list", { agentId: "main" });
    expect(files.map(({ name }) => name)).toEqual(["AGENTS.md", "SOUL.md", "USER.md", "BOOTSTRAP.md", "MEMORY.md"]);
    expect(files[0]).toEqual({
      name: "AGENTS.md",
      path: `${workspace}/AGENTS.md`,
      missing: true,
      expectedAbsent: false,
    });
    await call("agents.files.set", { agentId: "main", name: "IDENTITY.md", content: "# Me" });
    expect(gateway.readFile("main", "IDENTITY.md")).toBe("# Me");
  });

  test("returns the size in bytes and the hash of the content, and accepts the empty text", async () => {
    const { call } = await startAndConnect();
    const content = "# Söul\n";
    const set = await call<FileAnswer>("agents.files.set", { agentId: "main", name: "SOUL.md", content });
    expect(set).toMatchObject({ ok: true, file: { missing: false, size: 8, hash: sha256(content), content } });
    const got = await call<FileAnswer>("agents.files.get", { agentId: "MAIN", name: "SOUL.md" });
    expect(got.file).toEqual(set.file);
    await call("agents.files.set", { agentId: "main", name: "SOUL.md", content: "" });
    const empty = await call<FileAnswer>("agents.files.get", { agentId: "main", name: "SOUL.md" });
    expect(empty.file).toMatchObject({ missing: false, size: 0, content: "", hash: sha256("") });
  });

  test("replaces only the expected content", async () => {
    const { gateway, call, failure } = await startAndConnect();
    const file = { agentId: "main", name: "SOUL.md" };
    await call("agents.files.set", { ...file, content: "ours" });
    gateway.writeFile("main", "SOUL.md", "theirs");
    expect(await failure("agents.files.set", { ...file, content: "new", expectedHash: sha256("ours") })).toMatchObject({
      gatewayCode: "INVALID_REQUEST",
      message: 'agent file "SOUL.md" changed since it was read',
      details: { type: "agent_file_conflict", name: "SOUL.md", currentHash: sha256("theirs") },
    });
    expect(gateway.readFile("main", "SOUL.md")).toBe("theirs");
    await call("agents.files.set", { ...file, content: "new", expectedHash: sha256("theirs").toUpperCase() });
    expect(gateway.readFile("main", "SOUL.md")).toBe("new");
    gateway.deleteFile("main", "SOUL.md");
    const gone = await failure("agents.files.set", { ...file, content: "x", expectedHash: sha256("new") });
    expect(gone.details).toEqual({ type: "agent_file_conflict", name: "SOUL.md" });
  });

  test.each([
    [null, "at /expectedHash: must be string"],
    [
      "abc",
      'at /expectedHash: must not have fewer than 64 characters; at /expectedHash: must match pattern "^[a-fA-F0-9]{64}$"',
    ],
  ])("refuses %j as a hash", async (expectedHash, text) => {
    const { failure } = await startAndConnect();
    const error = await failure("agents.files.set", { agentId: "main", name: "SOUL.md", content: "", expectedHash });
    expect(error.message).toBe(`invalid agents.files.set params: ${text}`);
  });

  test("refuses retired files, other names and unknown agents", async () => {
    const { failure } = await startAndConnect();
    for (const name of ["TOOLS.md", "HEARTBEAT.md", "soul.md"])
      expect(await failure("agents.files.set", { agentId: "main", name, content: "" })).toMatchObject({
        gatewayCode: "INVALID_REQUEST",
        message: `unsupported file "${name}"`,
        retryable: false,
      });
    const unknown = await failure("agents.files.get", { agentId: "nope", name: "SOUL.md" });
    expect(unknown.message).toBe('agent "nope" not found');
    expect((await failure("agents.files.delete", {})).message).toBe("unknown method: agents.files.delete");
  });

  test("validates params with the vendor's messages", async () => {
    const { failure } = await startAndConnect();
    const text = async (params: object) => (await failure("agents.files.get", params)).message;
    expect(await text({})).toBe("invalid agents.files.get params: must have required property 'agentId'");
    expect(await text({ agentId: "main", name: "SOUL.md", zzz: 1 })).toBe(
      "invalid agents.files.get params: at root: unexpected property 'zzz'",
    );
    expect(await text({ agentId: "", name: "SOUL.md" })).toBe(
      "invalid agents.files.get params: at /agentId: must not have fewer than 1 characters",
    );
  });
});

describe("agents.files on a classic gateway", () => {
  test("has all eight names, no hash, and its own messages", async () => {
    const { call, failure } = await startAndConnect({ version: "2026.3.28" });
    const { files } = await call<ListAnswer>("agents.files.list", { agentId: "main" });
    expect(files.map(({ name }) => name)).toHaveLength(8);
    expect(files.map(({ name }) => name)).toContain("TOOLS.md");
    const file = { agentId: "main", name: "TOOLS.md", content: "AUTH_TOKEN=x" };
    const set = await call<FileAnswer>("agents.files.set", file);
    expect(set.file).toMatchObject({ missing: false, size: 12, content: "AUTH_TOKEN=x" });
    expect(set.file.hash).toBeUndefined();
    expect((await failure("agents.files.set", { ...file, expectedHash: sha256("") })).message).toBe(
      "invalid agents.files.set params: at root: unexpected property 'expectedHash'",
    );
    expect((await failure("agents.files.get", {})).message).toBe(
      "invalid agents.files.get params: must have required property 'agentId'; must have required property 'name'",
    );
    expect((await failure("agents.files.get", { agentId: "nope", name: "SOUL.md" })).message).toBe("unknown agent id");
  });
});

describe("versions between", () => {
  test("2026.9.3 knows neither retired files nor hashes", async () => {
    const { call, failure } = await startAndConnect({ version: "2026.9.3" });
    const file = { agentId: "main", name: "SOUL.md", content: "x" };
    expect((await call<FileAnswer>("agents.files.set", file)).file.hash).toBeUndefined();
    expect((await failure("agents.files.set", { ...file, expectedHash: sha256("x") })).message).toContain(
      "unexpected property 'expectedHash'",
    );
    expect((await failure("agents.files.set", { ...file, name: "TOOLS.md" })).message).toBe(
      'unsupported file "TOOLS.md"',
    );
  });

  test("2026.8.1 still sets TOOLS.md", async () => {
    const { call } = await startAndConnect({ version: "2026.8.1" });
    await expect(call("agents.files.set", { agentId: "main", name: "TOOLS.md", content: "x" })).resolves.toMatchObject({
      ok: true,
    });
  });
});

describe("workspaces", () => {
  test("are folders: two agents on one path share its files", async () => {
    const gateway = await start();
    const client = await connect(gateway);
    const change = rosterPatch("2026.9.6", { ids: ["a", "b"] });
    const entries = change.agents.entries as Record<string, { workspace: string }>;
    for (const entry of Object.values(entries)) entry.workspace = "/agents/shared";
    await patch(client, change);
    await client.call("agents.files.set", { agentId: "a", name: "SOUL.md", content: "ours" });
    const seen = await client.call<FileAnswer>("agents.files.get", { agentId: "b", name: "SOUL.md" });
    expect(seen.file.content).toBe("ours");
    expect(gateway.fileWrites).toBe(1);
  });

  test("can be listed and read on a current gateway", async () => {
    const { gateway, call, failure } = await startAndConnect();
    gateway.writeFile("main", "notes.md", "from the agent");
    const listed = await call("agents.workspace.list", { agentId: "main" });
    expect(listed).toMatchObject({ entries: [{ path: "notes.md", kind: "file", size: 14 }], totalEntries: 1 });
    const read = await call("agents.workspace.get", { agentId: "main", path: "notes.md" });
    expect(read).toMatchObject({ file: { content: "from the agent" } });
    gateway.writeFile("main", "memory/2026-11-27.md", "a note");
    const folders = await call("agents.workspace.list", { agentId: "main" });
    expect(folders).toMatchObject({ entries: [{ name: "memory", kind: "directory" }, { name: "notes.md" }] });
    const inFolder = await call("agents.workspace.list", { agentId: "main", path: "memory" });
    expect(inFolder).toMatchObject({ entries: [{ path: "memory/2026-11-27.md", kind: "file", size: 6 }] });
    const noFolder = await failure("agents.workspace.list", { agentId: "main", path: "other" });
    expect(noFolder.details).toEqual({ type: "workspace_path_not_found", path: "other" });
    const missing = await failure("agents.workspace.get", { agentId: "main", path: "other.md" });
    expect(missing.details).toEqual({ type: "workspace_file_not_found", path: "other.md" });
  });
});

describe("a workspace file of 28 MB", () => {
  const large = "x".repeat(28 * 2 ** 20);
  const soul = { agentId: "main", name: "SOUL.md" };

  test("is refused by a current gateway, which lists its size", async () => {
    const { gateway, call, failure } = await startAndConnect({ version: "2026.9.6" });
    gateway.writeFile("main", "SOUL.md", large);
    const { files } = await call<ListAnswer>("agents.files.list", { agentId: "main" });
    expect(files.find(({ name }) => name === "SOUL.md")).toMatchObject({ size: large.length });
    expect(await failure("agents.files.get", soul)).toMatchObject({
      code: "INVALID_REQUEST",
      message: 'unsafe workspace file "SOUL.md"',
    });
  });

  test("is sent by a classic one, and the client then closes the connection", async () => {
    const { gateway, call } = await startAndConnect({ version: "2026.3.28" });
    gateway.writeFile("main", "SOUL.md", large);
    await expect(call("agents.files.get", soul)).rejects.toThrow("gateway closed (1006)");
  });
});

describe.each([
  ["2026.9.6", "inside", false, 'unsafe workspace file "SOUL.md"'],
  ["2026.9.6", "outside", true, 'unsafe workspace file "SOUL.md"'],
  ["2026.3.28", "inside", false, null],
  ["2026.3.28", "outside", true, 'unsafe workspace file "SOUL.md" (Symlink escapes workspace root'],
] as const)("a symbolic link on %s to a file %s the workspace", (version, to, isMissing, why) => {
  test("is listed, read and written like a real gateway does", async () => {
    const { gateway, call, failure } = await startAndConnect({ version });
    const file = { agentId: "main", name: "SOUL.md" };
    gateway.writeFile("main", "SOUL.md", "theirs");
    gateway.linkFile("main", "SOUL.md", to);
    const { files } = await call<ListAnswer>("agents.files.list", { agentId: "main" });
    expect(files.find(({ name }) => name === "SOUL.md")?.missing).toBe(isMissing);
    if (why === null) {
      expect((await call<FileAnswer>("agents.files.get", file)).file).toMatchObject({ content: "theirs" });
      await call("agents.files.set", { ...file, content: "ours" });
      expect(gateway.readFile("main", "SOUL.md")).toBe("ours");
      return;
    }
    expect((await failure("agents.files.get", file)).message).toContain(why);
    expect((await failure("agents.files.set", { ...file, content: "ours" })).message).toContain(why);
    expect(gateway.readFile("main", "SOUL.md")).toBe("theirs");
  });
});
