import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { isSeed } from "../../../src/main/provisioning/model/openclaw-seeds.ts";
import { sha256Hex } from "../../../src/main/provisioning/model/sha256-hex.ts";
import { briskRetries, openAppFixture } from "../app-fixture.ts";
import { buildFleet } from "../build-fleet.ts";
import type { GatewayFixture } from "../gateway-fixture.ts";
import { readFiles } from "../read-back.ts";

const seedNames = ["USER.md", "BOOTSTRAP.md"];

/** Workspaces that the gateway fills before a file was written (docs/behaviour.md, Files). */
export function seededWorkspaceCases(fixture: () => GatewayFixture): void {
  it("replaces the gateway's blank USER.md and BOOTSTRAP.md of agents that had a turn before their first files", async () => {
    const { gateway, raw } = fixture();
    const fleet = buildFleet({ gateway, boards: 1, agents: 2, withMain: false });
    const station = await openAppFixture(fleet, { retryPolicy: briskRetries });
    try {
      const cancel = new AbortController();
      const onEvent = (event: { type: string; phase?: string }) => {
        if (event.type === "phase" && event.phase === "writing-files") cancel.abort(new Error("cancelled"));
      };
      await station.sync({ includeMain: false }, { signal: cancel.signal, onEvent });
      const agents = station.agents();
      expect(agents).toHaveLength(2);
      for (const { key } of agents) {
        const params = { sessionKey: `agent:${key}:main`, message: "hello", idempotencyKey: randomUUID() };
        await raw((client) => client.call("chat.send", params));
        const seeded = async () => {
          const files = await raw((client) => readFiles(client, key, seedNames));
          return seedNames.filter((name) => isSeed(name, sha256Hex(files[name] ?? "")));
        };
        await expect.poll(seeded, { timeout: 60_000, interval: 1000 }).toEqual(seedNames);
      }

      const { status, report } = await station.sync({ includeMain: false });

      // Older gateways show running sessions their old files until a reset, which is a warning.
      const errors = report.errors.filter(({ code }) => code !== "session-outdated");
      expect({ status, errors }).toEqual({ status: "succeeded", errors: [] });
      for (const { agent, key } of agents) {
        const files = await raw((client) => readFiles(client, key, seedNames));
        expect(files["USER.md"], agent.name).toContain("Ada Lindqvist");
        expect(isSeed("USER.md", sha256Hex(files["USER.md"] ?? ""))).toBe(false);
        // Newer gateways remove it once the workspace looks configured.
        const bootstrap = files["BOOTSTRAP.md"] ?? "";
        if (agent.isBoardLead) expect(isSeed("BOOTSTRAP.md", sha256Hex(bootstrap))).toBe(false);
        else expect(bootstrap).toBe("");
      }
      expect((await station.sync({ includeMain: false })).report).toMatchObject({ agentsUnchanged: 2, errors: [] });
    } finally {
      station.close();
    }
  });
}
