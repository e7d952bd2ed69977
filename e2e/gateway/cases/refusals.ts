import { expect, it } from "vitest";
import { freePort } from "../../../scripts/real-gateway/free-port.ts";
import { openAppFixture } from "../app-fixture.ts";
import { buildFleet } from "../build-fleet.ts";
import type { GatewayFixture } from "../gateway-fixture.ts";

/** Gateways that refuse the connection or cannot be reached. */
export function refusalCases(fixture: () => GatewayFixture): void {
  it("gives up at once when the gateway does not accept its token", async () => {
    const { gateway } = fixture();
    const { url, workspaceRoot } = gateway;
    const station = await openAppFixture(
      buildFleet({ gateway: { url, token: "not-the-token", workspaceRoot }, boards: 1, agents: 2 }),
    );
    try {
      const { status, report } = await station.sync({ rotateTokens: true });

      expect(status).toBe("unreachable");
      expect(report.errors).toMatchObject([{ severity: "error", code: "gateway-auth", agentId: null }]);
      expect(JSON.stringify(report)).not.toContain("not-the-token");
      expect(report.agents.map(({ outcome }) => outcome)).toEqual(Array(3).fill("not-attempted"));
      expect(report).toMatchObject({ agentsNotAttempted: 2, stats: { rpcCalls: 0, retries: 0 } });
    } finally {
      station.close();
    }
  });

  it("reports once that the gateway cannot be reached, and attempts nothing", async () => {
    const { gateway } = fixture();
    const { token, workspaceRoot } = gateway;
    const url = `ws://127.0.0.1:${await freePort()}`;
    const station = await openAppFixture(buildFleet({ gateway: { url, token, workspaceRoot }, boards: 1, agents: 2 }), {
      retryPolicy: { baseMs: 50, maxMs: 200, jitter: 0.2, giveUpAfterMs: 1_500 },
    });
    try {
      const { status, report } = await station.sync({ rotateTokens: true });

      expect(status).toBe("unreachable");
      expect(report.errors).toMatchObject([{ severity: "error", code: "gateway-unreachable", agentId: null }]);
      expect(report.errors[0]?.message).toContain("ECONNREFUSED");
      expect(report.agents.map(({ outcome }) => outcome)).toEqual(Array(3).fill("not-attempted"));
      expect(report).toMatchObject({ agentsNotAttempted: 2, dialect: null, stats: { rpcCalls: 0 } });
      expect(report.stats.retries).toBeGreaterThan(1);
    } finally {
      station.close();
    }
  });
}
