import { describe, expect, test } from "vitest";
import { patch, rosterPatch, startAndConnect } from "./test-gateways.ts";

const mainKey = "agent:main:main";

describe("sessions", () => {
  test("are created by patch and reset, and labels are unique per agent", async () => {
    const { gateway, call, failure } = await startAndConnect();
    const made = await call("sessions.patch", { key: mainKey, label: "Lead" });
    expect(made).toMatchObject({ ok: true, key: mainKey, entry: { label: "Lead" } });
    await call("sessions.patch", { key: mainKey, label: "Lead" });
    expect(await failure("sessions.patch", { key: "agent:main:other", label: "Lead" })).toMatchObject({
      gatewayCode: "INVALID_REQUEST",
      message: "label already in use: Lead",
    });
    await call("sessions.patch", { key: "agent:bob:main", label: "Lead" });
    await call("sessions.patch", { key: "plain" });
    await call("sessions.reset", { key: "agent:main:fresh" });
    expect([...gateway.sessions.keys()]).toEqual([mainKey, "agent:bob:main", "agent:main:plain", "agent:main:fresh"]);
    await call("sessions.patch", { key: mainKey, label: null });
    expect(gateway.sessions.get(mainKey)?.label).toBeUndefined();
    await call("sessions.patch", { key: "agent:main:other", label: "Lead" });
  });

  test.each([
    ["2026.9.6", false],
    ["2026.3.28", true],
  ])("are reset on %s, under a new id: %s", async (version, isNew) => {
    const { gateway, call } = await startAndConnect({ version });
    await call("sessions.patch", { key: mainKey, label: "Kept" });
    const before = gateway.sessions.get(mainKey)?.sessionId;
    const { entry } = await call<{ entry: { sessionId: string; label?: string } }>("sessions.reset", { key: mainKey });
    expect(entry.sessionId !== before).toBe(isNew);
    expect(entry.label).toBe("Kept");
  });

  test("are deleted, except main sessions: of every agent on current gateways, of the default agent on older ones", async () => {
    const current = await startAndConnect();
    await current.call("sessions.patch", { key: "agent:bob:main" });
    await current.call("sessions.patch", { key: "agent:bob:side" });
    expect((await current.failure("sessions.delete", { key: "agent:bob:main" })).message).toBe(
      "Cannot delete the main session (agent:bob:main).",
    );
    const side = { key: "agent:bob:side" };
    await expect(current.call("sessions.delete", side)).resolves.toMatchObject({ ok: true, deleted: true });
    await expect(current.call("sessions.delete", side)).resolves.toMatchObject({ ok: true, deleted: false });
    const classic = await startAndConnect({ version: "2026.7.35" });
    await classic.call("sessions.patch", { key: "agent:bob:main" });
    await expect(classic.call("sessions.delete", { key: "agent:bob:main" })).resolves.toMatchObject({ deleted: true });
    expect((await classic.failure("sessions.delete", { key: mainKey })).message).toContain("Cannot delete");
  });

  test("are listed in pages, latest first", async () => {
    const { call } = await startAndConnect();
    for (const name of ["a", "b", "c"]) await call("sessions.patch", { key: `agent:main:${name}`, label: name });
    const page = await call<{ sessions: { key: string }[] }>("sessions.list", { limit: 2 });
    expect(page).toMatchObject({ count: 2, totalCount: 3, hasMore: true, nextOffset: 2 });
    await expect(call("sessions.list", { label: "b" })).resolves.toMatchObject({
      count: 1,
      sessions: [{ key: "agent:main:b", displayName: "b" }],
    });
  });
});

describe("chat.send", () => {
  test("starts one run per idempotency key and keeps the messages", async () => {
    const { gateway, call, failure } = await startAndConnect();
    const message = { sessionKey: mainKey, message: "Wake up", idempotencyKey: "run-1", deliver: true };
    await expect(call("chat.send", message)).resolves.toEqual({ runId: "run-1", status: "started" });
    await expect(call("chat.send", message)).resolves.toEqual({ runId: "run-1", status: "in_flight" });
    expect(gateway.chats).toEqual([message]);
    expect((await failure("chat.send", { ...message, idempotencyKey: "x", message: "" })).message).toBe(
      "message or attachment required",
    );
    expect((await failure("chat.send", { sessionKey: mainKey, message: "hi" })).message).toBe(
      "invalid chat.send params: must have required property 'idempotencyKey'",
    );
  });

  test("needs the agent in config on a current gateway, not on a classic one", async () => {
    const message = { sessionKey: "agent:nope:main", message: "hi", idempotencyKey: "k" };
    const current = await startAndConnect();
    expect((await current.failure("chat.send", message)).message).toBe(
      'Agent "nope" no longer exists in configuration',
    );
    const classic = await startAndConnect({ version: "2026.3.28" });
    await expect(classic.call("chat.send", message)).resolves.toMatchObject({ status: "started" });
  });

  test("makes the gateway fill an empty workspace, and does not change ours", async () => {
    const { gateway, ...client } = await startAndConnect();
    await patch(client, rosterPatch("2026.9.6", { ids: ["empty", "ours"] }));
    gateway.writeFile("ours", "SOUL.md", "our soul");
    for (const id of ["empty", "ours"])
      await client.call("chat.send", { sessionKey: `agent:${id}:main`, message: "hi", idempotencyKey: id });
    expect(gateway.readFile("empty", "BOOTSTRAP.md")).toContain("starting file");
    expect(gateway.readFile("ours", "SOUL.md")).toBe("our soul");
    expect(gateway.readFile("ours", "BOOTSTRAP.md")).toBeUndefined();
  });
});
