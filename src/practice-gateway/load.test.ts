import { describe, expect, test } from "vitest";
import { type FileAnswer, patch, rosterPatch, startAndConnect } from "./test-gateways.ts";

describe("many calls at once", () => {
  test("on one connection of a current gateway get busy answers without side effects", async () => {
    const { gateway, call } = await startAndConnect();
    const set = (n: number) => call("agents.files.set", { agentId: "main", name: "SOUL.md", content: `${n}` });
    const results = await Promise.allSettled(Array.from({ length: 600 }, (_, n) => set(n)));
    const failed = results.filter(({ status }) => status === "rejected");
    expect(failed.length).toBeGreaterThan(0);
    expect(gateway.fileWrites).toBe(600 - failed.length);
    for (const { reason } of failed as PromiseRejectedResult[])
      expect(reason).toMatchObject({ message: "The server is busy. Please try again in a moment.", retryable: true });
    await set(1);
  });

  test("are all answered by a classic gateway", async () => {
    const { call } = await startAndConnect({ version: "2026.3.28" });
    await Promise.all(Array.from({ length: 600 }, () => call("agents.files.list", { agentId: "main" })));
  });
});

describe("a thousand agents", () => {
  test.each(["2026.9.6", "2026.6.1"])("on %s are added by one patch and have their own files", async (version) => {
    const { gateway, ...client } = await startAndConnect({ version });
    const ids = Array.from({ length: 1000 }, (_, n) => `mc-${n}`);
    await patch(client, rosterPatch(version, { ids }));
    const write = async (worker: number) => {
      for (let n = worker; n < ids.length; n += 32) {
        const file = { agentId: ids[n], name: "SOUL.md" };
        await client.call("agents.files.set", { ...file, content: `I am ${ids[n]}.` });
        const { file: read } = await client.call<FileAnswer>("agents.files.get", file);
        expect(read.content).toBe(`I am ${ids[n]}.`);
      }
    };
    await Promise.all(Array.from({ length: 32 }, (_, worker) => write(worker)));
    expect(gateway.fileWrites).toBe(1000);
    expect(gateway.agentIds).toEqual(expect.arrayContaining(ids));
    expect(gateway.readFile("mc-999", "SOUL.md")).toBe("I am mc-999.");
    const { hash, config } = await client.call<{ hash: string; config: { agents: object } }>("config.get");
    expect(hash).not.toBe("");
    expect(JSON.stringify(config.agents)).toContain("mc-999");
  });
});
