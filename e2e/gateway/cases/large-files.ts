import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { classic } from "../../../src/main/gateway/classic.ts";
import { agentNamed, expectAllRight, type GatewayFixture, tokenFileOf } from "../gateway-fixture.ts";

const large = "x".repeat(28 * 2 ** 20);

/** Workspace files that are too large for one message, or no plain files. */
export function largeFileCases(fixture: () => GatewayFixture): void {
  it("fails the agent that has one, by name, and syncs the others", async () => {
    const { station, settle } = fixture();
    await settle();
    const scoped = agentNamed(fixture(), "Worker 3");
    for (const name of new Set(["SOUL.md", tokenFileOf(fixture())])) {
      writeFileSync(join(scoped.workspace, name), large);

      const { report, events } = await station.sync();

      expect(report.errors).toMatchObject([{ code: "too-large", agentId: scoped.agent.id }]);
      expect(report.errors[0]?.message).toContain(`${name} of agent "Worker 3" on the gateway is 29.4 MB`);
      expect(report).toMatchObject({ agentsFailed: 1, agentsUnchanged: 9, stats: { fileWrites: 0 } });
      expect(events.filter(({ type }) => type === "gateway-waiting")).toEqual([]);
      rmSync(join(scoped.workspace, name));
      await settle();
    }
    await expectAllRight(fixture());
  });

  it("says of a symbolic link in the place of a file that it is no plain file, by agent", async () => {
    const { station, settle } = fixture();
    await settle();
    const { agent, workspace } = agentNamed(fixture(), "Worker 3");
    const path = join(workspace, "SOUL.md");
    rmSync(path);
    symlinkSync("/etc/hostname", path);

    for (const options of [{ dryRun: true }, {}]) {
      const { report } = await station.sync(options);
      expect(report.errors).toMatchObject([{ code: "file-rejected", agentId: agent.id }]);
      expect(report.errors[0]?.message).toMatch(/^SOUL\.md of agent "Worker 3" is not a plain file in its workspace/);
    }
    rmSync(path);
    await settle();
    await expectAllRight(fixture());
  });

  it("does not touch an agent's own MEMORY of that size", async () => {
    const { station, settle } = fixture();
    await settle();
    const { workspace } = agentNamed(fixture(), "Worker 3");
    writeFileSync(join(workspace, "MEMORY.md"), large);

    const { status, report } = await station.sync();

    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    rmSync(join(workspace, "MEMORY.md"));
    await settle();
  });

  it("fails the call that reads one, and no other call in flight", async () => {
    const { station, facts, settle } = fixture();
    await settle();
    const { key, workspace } = agentNamed(fixture(), "Worker 3");
    writeFileSync(join(workspace, "SOUL.md"), large);
    const connection = station.app.connections.of(station.gatewayId);
    const waits: unknown[] = [];
    const unobserve = connection.observe({ onWaiting: (waiting) => waits.push(waiting) });

    const others = Array.from({ length: 20 }, () => connection.call("agents.files.list", { agentId: key }));
    const asking = connection.call("agents.files.get", { agentId: key, name: "SOUL.md" });
    const more = Array.from({ length: 20 }, () => connection.call("agents.files.list", { agentId: key }));

    // A current gateway refuses the file; a classic one sends it, which ends the connection.
    const code = facts.dialect === classic ? "too-large" : "gateway-call-failed";
    await expect(asking).rejects.toMatchObject({ failure: { kind: "permanent", code } });
    expect(await Promise.all([...others, ...more])).toHaveLength(40);
    expect(waits).toEqual([]);
    unobserve();
    rmSync(join(workspace, "SOUL.md"));
    await settle();
  });
}
