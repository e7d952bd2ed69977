import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { z } from "zod";
import type { ScopedAgent } from "../../../src/main/provisioning/model/scoped-agent.ts";
import { type RawClient, withRawClient } from "../raw-client.ts";
import type { WakeFixture } from "../wake-fixture.ts";

const withinMs = 90_000;

/** A fleet that is provisioned, on a gateway whose operator lets agents run only listed programs. */
export function allowlistCases(fixture: () => WakeFixture): void {
  it.each(["allowlist", "ask"])(
    "an agent checks in under tools.exec.mode %s once curl and grep are listed",
    async (mode) => {
      const { gateway, station } = fixture();
      expect((await station.sync()).status).toBe("succeeded");
      const [scoped] = station.agents();
      if (!scoped) throw new Error("the fleet has no agent");
      await withRawClient(gateway, (raw) => setExec(raw, { mode }, []));
      // Heartbeats that have begun with the earlier settings end.
      await askToCheckIn(fixture(), scoped);
      const from = fixture().missionControl.checkIns.length;

      await askToCheckIn(fixture(), scoped);
      expect(tokensSince(fixture(), from)).not.toContain(fixture().tokenOnDisk(scoped));

      await withRawClient(gateway, (raw) => setExec(raw, { mode }, ["curl", "grep"]));
      await askToCheckIn(fixture(), scoped);
      expect(tokensSince(fixture(), from)).toContain(fixture().tokenOnDisk(scoped));
      await withRawClient(gateway, (raw) => setExec(raw, { mode: null }, []));
    },
  );
}

function tokensSince({ missionControl }: WakeFixture, from: number): (string | null)[] {
  return missionControl.checkIns.slice(from).map(({ token }) => token);
}

/** Sends the agent a message of a person, and waits until its turn has ended. */
async function askToCheckIn({ gateway }: WakeFixture, { key }: ScopedAgent): Promise<void> {
  await withRawClient(gateway, async (raw) => {
    const message = { sessionKey: `agent:${key}:main`, message: "Please check in.", idempotencyKey: randomUUID() };
    const { runId } = z.object({ runId: z.string() }).parse(await raw.call("chat.send", message));
    await raw.call("agent.wait", { runId, timeoutMs: withinMs });
  });
}

const hashed = z.object({ hash: z.string() });

/** What `openclaw config set` and `openclaw approvals allowlist add --agent "*"` do. */
async function setExec(raw: RawClient, exec: object, programs: string[]): Promise<void> {
  const { hash } = hashed.parse(await raw.call("config.get"));
  await raw.call("config.patch", { raw: JSON.stringify({ tools: { exec } }), baseHash: hash });
  const before = hashed.parse(await raw.call("exec.approvals.get"));
  const allowlist = programs.map((pattern) => ({ pattern }));
  await raw.call("exec.approvals.set", { baseHash: before.hash, file: { version: 1, agents: { "*": { allowlist } } } });
}
