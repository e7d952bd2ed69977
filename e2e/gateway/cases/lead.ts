import { expect, it } from "vitest";
import { readAgent } from "../../../src/main/database/agents.ts";
import { ensureLead } from "../../../src/main/provisioning/ensure-lead.ts";
import { briskRetries, openAppFixture } from "../app-fixture.ts";
import { buildFleet } from "../build-fleet.ts";
import { expectAllRight, type GatewayFixture } from "../gateway-fixture.ts";
import { readChat, readConfig, readSessions } from "../read-back.ts";

/** A board gets its lead agent (docs/behaviour.md, Leads and main agents). */
export function leadCases(fixture: () => GatewayFixture): void {
  it("keeps a lead whose provisioning failed, completes the same one on retry, and wakes it once", async () => {
    const { gateway, raw } = fixture();
    const fleet = buildFleet({ gateway, boards: 1, agents: 0, withMain: false });
    const station = await openAppFixture(fleet, { retryPolicy: briskRetries });
    try {
      const { app } = station;
      const boardId = fleet.boards[0]?.id ?? "";
      const request = { boardId, agentName: "Rosa", startedBy: "e2e" };
      station.import({ gateways: fleet.gateways.map((row) => ({ ...row, token: "not-the-token" })) });

      const failed = await ensureLead(app, request);

      expect(failed).toMatchObject({
        created: true,
        run: { status: "unreachable" },
        agent: { status: "provisioning" },
      });
      expect(failed.agent.lastProvisionError).toContain("token");

      station.import({ gateways: fleet.gateways });
      const completed = await ensureLead(app, request);

      expect(completed).toMatchObject({
        created: false,
        run: { status: "succeeded" },
        agent: {
          id: failed.agent.id,
          name: "Rosa",
          status: "online",
          isBoardLead: true,
          openclawSessionId: `agent:lead-${boardId}:main`,
          lastProvisionError: null,
          provisionAction: null,
          provisionRequestedAt: null,
        },
      });
      expect(completed.run?.report).toMatchObject({ agentsInScope: 1, agentsUpdated: 1, errors: [] });
      await expectAllRight({ ...fixture(), station }, { except: ["BOOTSTRAP.md"] });
      // The first turn begins at once, and a current gateway then removes BOOTSTRAP.md.
      expect(completed.run?.report.agents[0]?.filesWritten).toContain("BOOTSTRAP.md");
      const key = `lead-${boardId}`;
      const sessionKey = `agent:${key}:main`;
      await raw(async (client) => {
        const { roster } = await readConfig(client);
        expect(roster.get(key)).toMatchObject({ name: "Rosa", heartbeat: { every: "10m" } });
        expect((await readSessions(client, key)).get(sessionKey)?.label).toBe("Rosa");
      });
      const woken = async () => (await raw((client) => readChat(client, sessionKey))).filter(isWakeTurn);
      await expect.poll(woken, { timeout: 90_000, interval: 1_000 }).toHaveLength(1);

      const again = await ensureLead(app, { boardId, startedBy: "e2e" });

      expect(again).toMatchObject({ created: false, run: null, agent: { id: failed.agent.id, name: "Rosa" } });
      expect(await woken()).toHaveLength(1);
      expect(readAgent(app.database, failed.agent.id)).toEqual(completed.agent);
    } finally {
      station.close();
    }
  });
}

/** The wake-up message, or what a gateway without automations records in its place when the turn has failed. */
function isWakeTurn(message: string): boolean {
  return message.includes("Hello Rosa.") || message.includes("failed before reply");
}
