import { expect } from "vitest";
import { current } from "../../../src/main/gateway/current.ts";
import { withoutToken } from "../../../src/main/provisioning/tokens/test-token-lines.ts";
import { openAppFixture } from "../app-fixture.ts";
import { buildFleet } from "../build-fleet.ts";
import { countInLog } from "../gateway-log.ts";
import { editFile, readChat, readConfig, readSessions } from "../read-back.ts";
import { runCheckCommand } from "./check-command.ts";
import { ensuresLead } from "./ensure-lead-check.ts";
import { agentCount, type Bench } from "./open-version.ts";
import { keepsOperatorsKeys } from "./operators-keys-check.ts";
import type { Check } from "./run-version.ts";
import { isRefusedAsTooOld, isRefusedInCheck } from "./too-old.ts";

/** Versions that cannot store agents' files over the network (docs/gateways.md, By version). */
const tooOld = new Set(["2026.1.29", "2026.1.30"]);

/**
 * Versions that lose all agents when they restart within their process; the first sync reverts the change that caused the
 * restart.
 */
const forgetful = /^2026\.5\.[2-7]$/;

export function checksOf(version: string): Check[] {
  if (tooOld.has(version)) {
    return [
      { name: "first sync", run: isRefusedAsTooOld },
      { name: "gateway check", run: isRefusedInCheck },
    ];
  }
  return [
    { name: "first sync", run: syncsFirst },
    { name: "second sync", run: writesNothingTwice },
    { name: "lost token", run: repairsLostToken },
    { name: "reset sessions", run: resetsSessions },
    { name: "new lead, woken", run: ensuresLead },
    { name: "operator's keys", run: keepsOperatorsKeys },
    { name: "wrong token", run: refusesWrongToken },
    { name: "gateway check", run: passesCheck },
  ];
}

async function syncsFirst(bench: Bench): Promise<string> {
  const { station, gateway, raw } = bench;
  const startsBefore = countInLog(gateway.logPath).starts;

  const { status, report } = await station.sync({ rotateTokens: true });

  const takesBack = forgetful.test(bench.version);
  expect({ status, errors: report.errors }).toMatchObject({
    status: "succeeded",
    errors: takesBack ? [{ severity: "warning", code: "setting-left-out" }] : [],
  });
  expect(report).toMatchObject({ agentsInScope: agentCount, agentsUpdated: agentCount, mainUpdated: true });
  const { retries, durationMs, configWrites } = report.stats;
  expect(configWrites).toBe(takesBack ? 2 : 1);
  const restarts = (await bench.starts()) - startsBefore;
  expect(report.dialect).toBe((await bench.dialect()).name);
  await bench.expectAllRight();
  const { roster } = await raw(readConfig);
  for (const { key, agent, workspace } of station.agents()) {
    const heartbeat = { every: "12h", target: (await bench.dialect()) === current ? "none" : "last" };
    expect(roster.get(key), agent.name).toMatchObject({ name: agent.name, workspace, heartbeat });
  }
  const seconds = ((durationMs ?? 0) / 1000).toFixed(1);
  return `${report.dialect}, config writes: ${configWrites}, restarts: ${restarts}, retries: ${retries}, ${seconds} s`;
}

async function writesNothingTwice(bench: Bench): Promise<string> {
  const { station, gateway, raw } = bench;
  const before = countInLog(gateway.logPath);
  const { hash } = await raw(readConfig);

  const { status, report } = await station.sync({ rotateTokens: true });

  expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
  expect(report).toMatchObject({ agentsUnchanged: agentCount, mainUpdated: false });
  expect(report.stats).toMatchObject({ configWrites: 0, fileWrites: 0 });
  await bench.starts();
  expect(countInLog(gateway.logPath)).toEqual(before);
  expect((await raw(readConfig)).hash).toBe(hash);
  return "no writes, no restart";
}

async function repairsLostToken(bench: Bench): Promise<string> {
  const { station, raw } = bench;
  const [lead, worker] = [station.agents()[0], station.agents()[agentCount - 1]];
  if (!lead || !worker) throw new Error("the fleet has no agents");
  const tokenFile = (await bench.dialect()).toolsHome === "file" ? "TOOLS.md" : "AGENTS.md";
  for (const { key } of [lead, worker]) {
    await raw((client) => editFile(client, key, tokenFile, withoutToken));
  }

  const plain = await station.sync();

  expect(plain.report).toMatchObject({ agentsSkipped: 2, agentsUnchanged: agentCount - 2 });
  expect(plain.report.errors.map(({ code }) => code)).toEqual(["token-unreadable", "token-unreadable"]);

  const { status, report } = await station.sync({ rotateTokens: true });

  expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
  expect(report).toMatchObject({ agentsUpdated: 2, agentsUnchanged: agentCount - 2 });
  expect(report.stats.configWrites).toBe(0);
  await bench.expectAllRight();
  return "2 skipped, then 2 repaired";
}

async function resetsSessions(bench: Bench): Promise<string> {
  const { station, raw } = bench;
  const [agent, other] = station.agents();
  if (!agent || !other) throw new Error("the fleet has no agents");
  const isCurrent = (await bench.dialect()) === current;
  await raw(async (client) => {
    for (const { key } of [agent, other]) {
      const sessionKey = `agent:${key}:main`;
      await client.call("sessions.patch", { key: sessionKey, label: `Talk of ${key}`.slice(0, 64) });
      if (isCurrent) await client.call("chat.inject", { sessionKey, message: "Said before the reset." });
    }
  });
  // A classic gateway gives a session a new id when it is reset; a current one only empties it.
  const standing = () =>
    raw((client) => {
      const sessions = [agent, other].map(async ({ key }) => {
        const sessionKey = `agent:${key}:main`;
        const { sessionId } = (await readSessions(client, key)).get(sessionKey) ?? {};
        return { sessionId, chat: isCurrent ? await readChat(client, sessionKey) : [] };
      });
      return Promise.all(sessions);
    });
  const before = await standing();

  const { status, report } = await station.sync({
    resetSessions: true,
    agentIds: [agent.agent.id],
    includeMain: false,
  });

  expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
  expect(report).toMatchObject({ agentsUpdated: 1, stats: { fileWrites: 0, configWrites: 0 } });
  const after = await standing();
  expect(after[0]?.sessionId).toEqual(expect.any(String));
  expect(after[0]).not.toEqual(before[0]);
  expect(after[0]?.chat.join()).not.toContain("Said before the reset.");
  expect(after[1]).toEqual(before[1]);
  return "its session is new, the other's is not";
}

async function refusesWrongToken({ gateway }: Bench): Promise<string> {
  const { url, workspaceRoot } = gateway;
  const wrong = buildFleet({ gateway: { url, token: "not-the-token", workspaceRoot }, boards: 1, agents: 2 });
  const station = await openAppFixture(wrong);
  try {
    const { status, report } = await station.sync({ rotateTokens: true });

    expect(status).toBe("unreachable");
    expect(report.errors).toMatchObject([{ severity: "error", code: "gateway-auth", agentId: null }]);
    expect(report.agents.map(({ outcome }) => outcome)).toEqual(Array(3).fill("not-attempted"));
    expect(report.stats.retries).toBe(0);
    return "gateway-auth";
  } finally {
    station.close();
  }
}

async function passesCheck(bench: Bench): Promise<string> {
  const { exitCode, answer } = await runCheckCommand(bench);
  expect({ exitCode, answer }).toMatchObject({
    exitCode: 0,
    answer: { ok: true, failedStage: null, dialect: (await bench.dialect()).name },
  });
  const { gatewayVersion, protocol } = answer as { gatewayVersion: string; protocol: number };
  return `"${gatewayVersion}", protocol ${protocol}`;
}
