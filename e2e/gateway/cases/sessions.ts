import { expect, it } from "vitest";
import { sessionKeyOf } from "../../../src/shared/identity.ts";
import { agentNamed, expectAllRight, type GatewayFixture } from "../gateway-fixture.ts";
import { readChat } from "../read-back.ts";

/** The agents' conversations on the gateway. */
export function sessionCases(fixture: () => GatewayFixture): void {
  it("resets the sessions of the agents in scope when asked to, and no others", async () => {
    const { station, raw, settle } = fixture();
    await settle();
    const { agent } = agentNamed(fixture(), "Worker 7");
    const agents = ["Lead 1", "Worker 7", "Station Gateway Agent"].map((name) => agentNamed(fixture(), name));
    const said = "Said before the reset.";
    await raw(async (client) => {
      for (const scoped of agents) {
        const sessionKey = sessionKeyOf(scoped);
        await client.call("sessions.patch", { key: sessionKey, label: `Talk of ${scoped.agent.name}` });
        await client.call("chat.inject", { sessionKey, message: said });
      }
    });

    const { status, report } = await station.sync({ resetSessions: true, agentIds: [agent.id], includeMain: false });

    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(report).toMatchObject({ resetSessions: true, agentsUpdated: 1, stats: { fileWrites: 0 } });
    await raw(async (client) => {
      for (const scoped of agents) {
        const chat = await readChat(client, sessionKeyOf(scoped));
        expect(chat.join("\n").includes(said), scoped.agent.name).toBe(scoped.agent.id !== agent.id);
      }
    });
    await expectAllRight(fixture());
  });
}
