import { describe, expect, test } from "vitest";
import { until } from "./test-client.ts";
import { connect, patch, rosterPatch, start, startAndConnect } from "./test-gateways.ts";

type Agents = { defaultId: string; agents: { id: string; name?: string }[] };
const ids = ({ agents }: Agents) => agents.map(({ id }) => id);

describe("agents.list", () => {
  test("lists the default agent first and the others by id", async () => {
    const { call, ...client } = await startAndConnect();
    await patch({ call, ...client }, rosterPatch("2026.9.6", { ids: ["zeta", "alpha"] }));
    const answer = await call<Agents>("agents.list");
    expect(answer).toMatchObject({ defaultId: "main", ownership: "explicit", mainKey: "main" });
    expect(ids(answer)).toEqual(["main", "alpha", "zeta"]);
    expect(answer.agents[1]).toMatchObject({ name: "Agent alpha", workspace: "/agents/workspace-alpha" });
  });

  test("on a classic gateway makes the first entry of the list the default", async () => {
    const { gateway, call } = await startAndConnect({ version: "2026.3.28" });
    expect(await call<Agents>("agents.list")).toMatchObject({ defaultId: "main", agents: [{ id: "main" }] });
    gateway.setConfig({ ...gateway.config(), agents: { list: [{ id: "first" }, { id: "another" }] } });
    expect(await call<Agents>("agents.list")).toMatchObject({ defaultId: "first" });
  });
});

describe("agents.create", () => {
  test("makes the id from the name, fills the workspace, and does not require one on a current gateway", async () => {
    const { gateway, call, failure } = await startAndConnect({ version: "2026.9.4" });
    const made = await call("agents.create", { name: "Alpha  Beta!" });
    expect(made).toMatchObject({ ok: true, agentId: "alpha-beta", name: "Alpha Beta!" });
    expect(gateway.readFile("alpha-beta", "BOOTSTRAP.md")).toContain("starting file");
    expect(gateway.config().agents).toMatchObject({
      ownership: "explicit",
      entries: { main: {}, "alpha-beta": { identity: { name: "Alpha Beta!" } } },
      defaults: { heartbeat: { agentId: "main" } },
    });
    const again = await failure("agents.create", { name: "alpha beta" });
    expect(again.message).toBe('agent "alpha-beta" already exists');
    expect((await failure("agents.create", { name: "!!!" })).message).toBe(
      'Agent name "!!!" has no valid id characters. Use at least one letter a-z or digit.',
    );
    expect((await failure("agents.create", { name: "x", agentId: "y" })).message).toBe(
      "invalid agents.create params: at root: unexpected property 'agentId'",
    );
  });

  test("requires a workspace on a classic gateway, where the name is also written into IDENTITY.md", async () => {
    const { gateway, call, failure } = await startAndConnect({ version: "2026.3.28" });
    expect((await failure("agents.create", { name: "Bob" })).message).toBe(
      "invalid agents.create params: must have required property 'workspace'",
    );
    expect((await failure("agents.create", { name: "main", workspace: "/x" })).message).toBe('"main" is reserved');
    await call("agents.create", { name: "Bob", workspace: "/x" });
    expect(gateway.readFile("bob", "IDENTITY.md")).toMatch(/\n- Name: Bob\n$/);
    expect(gateway.agentIds).toEqual(["main", "bob"]);
  });

  test.each([
    ["2026.2.26", 1],
    ["2026.5.12", 1],
    ["2026.6.1", 10],
    ["2026.9.6", 10],
  ])("ten at once on %s keep %i although all are answered ok", async (version, kept) => {
    const { gateway, call } = await startAndConnect({ version });
    const names = Array.from({ length: 10 }, (_, n) => `agent-${n}`);
    const answers = await Promise.all(
      names.map((name) => call("agents.create", { name, workspace: `/agents/${name}` })),
    );
    expect(answers).toHaveLength(10);
    expect(gateway.agentIds.filter((id) => id.startsWith("agent-"))).toHaveLength(kept);
  });

  test("answers on 2026.9.6 before the runtime knows the agent", async () => {
    const { call, failure } = await startAndConnect();
    await call("agents.create", { name: "late" });
    const early = await failure("agents.files.set", { agentId: "late", name: "SOUL.md", content: "" });
    expect(early.message).toBe('agent "late" not found');
    expect((await failure("agents.update", { agentId: "late" })).message).toBe('agent "late" not found');
    await expect
      .poll(() =>
        call("agents.files.list", { agentId: "late" }).then(
          () => "known",
          () => "unknown",
        ),
      )
      .toBe("known");
  });

  test("on 2026.2.26, agents added by a patch are unknown for a while as well", async () => {
    const { failure, ...client } = await startAndConnect({ version: "2026.2.26", restartMs: 1500 });
    await patch({ failure, ...client }, rosterPatch("2026.2.26", { ids: ["mc-a"] }));
    expect((await failure("agents.files.list", { agentId: "mc-a" })).message).toBe("unknown agent id");
  });

  test("restarts 2026.2.9", async () => {
    const { gateway, call } = await startAndConnect({ version: "2026.2.9", restartMs: 30 });
    await call("agents.create", { name: "Bob", workspace: "/x" });
    await until(() => gateway.restarts === 1);
    expect(gateway.agentIds).toContain("bob");
  });
});

describe("agents.update and delete", () => {
  test("rename, move and remove agents, and refuse unknown ids", async () => {
    const gateway = await start({ version: "2026.9.4" });
    const client = await connect(gateway);
    await patch(client, rosterPatch("2026.9.6", { ids: ["mc-a"] }));
    gateway.writeFile("mc-a", "IDENTITY.md", "# Me\n- Name: Old\n- Emoji: :gear:\n");
    await client.call("agents.update", { agentId: "mc-a", name: "New" });
    expect(gateway.readFile("mc-a", "IDENTITY.md")).toBe("# Me\n- Name: New\n- Emoji: :gear:\n");
    expect(gateway.config().agents).toMatchObject({
      entries: { "mc-a": { name: "New", heartbeat: { every: "10m" } } },
    });
    await client.call("agents.update", { agentId: "mc-a", workspace: "/elsewhere" });
    expect(gateway.readFile("mc-a", "SOUL.md")).toContain("starting file");
    await expect(client.call("agents.delete", { agentId: "mc-a" })).resolves.toMatchObject({ ok: true, removed: [] });
    expect(gateway.agentIds).toEqual(["main"]);
    expect((await client.failure("agents.delete", { agentId: "mc-a" })).message).toBe('agent "mc-a" not found');
    expect((await client.failure("agents.update", { agentId: "nope" })).message).toBe('agent "nope" not found');
    expect((await client.failure("agents.delete", { agentId: "main" })).message).toContain("cannot be deleted");
  });

  test("an agent that is deleted and patched back is unusable until it is created, which is refused but lifts the deletion", async () => {
    const { gateway, call, failure, ...client } = await startAndConnect({ restartMs: 600 });
    const back = rosterPatch("2026.9.6", { ids: ["mc-a", "mc-b"] });
    const patchBack = () => patch({ call, failure, ...client }, back);
    const heartbeats = async () => {
      const { jobs } = await call<{ jobs: { name: string }[] }>("cron.list", { query: "heartbeat" });
      return jobs.map(({ name }) => name).sort();
    };
    await patchBack();
    await call("agents.delete", { agentId: "mc-a" });
    await expect(patchBack()).rejects.toThrow("a recovery restart is required; wait for the Gateway to restart");
    await until(() => gateway.restarts === 1);
    await until(() => client.hellos.length === 2);
    expect(await heartbeats()).toEqual(["heartbeat-mc-b"]);
    const message = { sessionKey: "agent:mc-a:main", message: "hello", idempotencyKey: "1" };
    expect((await failure("chat.send", message)).message).toContain("unavailable while agent mc-a is deleted");
    expect((await failure("sessions.reset", { key: "agent:mc-a:main" })).message).toContain("is deleted");
    expect((await failure("agents.create", { name: "mc-a" })).message).toBe('agent "mc-a" already exists');
    await call("chat.send", message);
    await expect.poll(heartbeats, { timeout: 5000 }).toEqual(["heartbeat-mc-a", "heartbeat-mc-b"]);
    await patch({ call, failure, ...client }, { agents: { entries: { "mc-a": { name: "New" } } } });
    expect(gateway.restarts).toBe(1);
  });

  test("never delete main on a classic gateway", async () => {
    const { failure } = await startAndConnect({ version: "2026.3.28" });
    expect((await failure("agents.delete", { agentId: "main" })).message).toBe('"main" cannot be deleted');
  });
});
