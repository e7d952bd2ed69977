import { describe, expect, test } from "vitest";
import type { LightenReport } from "../../shared/lighten.ts";
import { readAgentSyncStates } from "../database/agent-sync-states.ts";
import { readAgentTokenStates, savePendingHashes } from "../database/agent-token-state.ts";
import { readAgent, updateAgent } from "../database/agents.ts";
import { countTokenHashes } from "../database/token-hash-counts.ts";
import { lightenHashes } from "./lighten-hashes.ts";
import { lockGateway } from "./model/run-lock.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { expectTokensVerify } from "./test-sync-results.ts";
import { hashing, hashToken, iterationsOf, mintToken, tokenHashIterations } from "./tokens/hash-token.ts";
import { heavyHash } from "./tokens/test-heavy-hash.ts";
import { withoutToken } from "./tokens/test-token-lines.ts";

/** Synced, with hashes for these agents as Mission Control would have stored them. */
async function openHeavy({ version = "2026.9.6", heavy = 3, iterations = 2_000 } = {}) {
  await open({ gateway: { version } });
  await fixture.sync({ rotateTokens: true });
  for (const id of fixture.agentIds.slice(0, heavy)) {
    updateAgent(fixture.app.database, id, { agentTokenHash: heavyHash(fixture.tokenOf(id) ?? "", iterations) });
  }
  const [first = "", second = "", third = ""] = fixture.agentIds;
  return { ...fixture, first, second, third };
}

const hashOf = (id: string) => readAgent(fixture.app.database, id).agentTokenHash;
const lighten = (over: { dryRun?: boolean; agentIds?: string[]; signal?: AbortSignal } = {}) =>
  lightenHashes(fixture.app, { gatewayId: fixture.gatewayId, dryRun: false, ...over });
const outcomes = ({ agents }: LightenReport) => agents.map(({ outcome, reason }) => reason ?? outcome);

describe.each(["2026.3.28", "2026.9.6"])("on %s", (version) => {
  test("a dry run tells what would be replaced; then it is, and the gateway is only read", async () => {
    const { app, gateway, gatewayId, first, second, third } = await openHeavy({ version, iterations: 200_000 });
    const before = [first, second, third].map(hashOf);
    const files = JSON.stringify(gateway.agentIds.map((key) => [gateway.readFile(key, "AGENTS.md")]));
    gateway.resetCounters();

    const planned = await lighten({ dryRun: true });
    expect(planned.agents.map(({ agentId }) => agentId)).toEqual([first, second, third]);
    expect(planned.agents).toMatchObject(Array(3).fill({ iterations: 200_000, outcome: "planned", reason: null }));
    expect([first, second, third].map(hashOf)).toEqual(before);

    expect(outcomes(await lighten())).toEqual(["lightened", "lightened", "lightened"]);
    expect([first, second, third].map((id) => iterationsOf(hashOf(id) ?? ""))).toEqual(Array(3).fill(1_000));
    await expectTokensVerify(fixture);
    expect(countTokenHashes(app.database, tokenHashIterations)(gatewayId)).toEqual({
      none: 0,
      light: 7,
      heavy: 0,
      other: 0,
    });
    const methods = [...gateway.calls.keys()].filter((method) =>
      /\.(set|patch|reset|create|delete|send)$/.test(method),
    );
    expect([methods, gateway.configWrites]).toEqual([[], 0]);
    expect(JSON.stringify(gateway.agentIds.map((key) => [gateway.readFile(key, "AGENTS.md")]))).toBe(files);
    expect((await lighten()).agents).toEqual([]);
  });

  test("the next sync neither hashes nor fetches nor writes, and agents that were synced stay so", async () => {
    const { app, gateway, first, agentIds } = await openHeavy({ version });
    await lighten();
    expect(readAgentSyncStates(app.database, agentIds).get(first)?.state).toBe("synced");
    const hashesBefore = hashing.runs;
    gateway.resetCounters();
    let fetched: number | undefined;
    const { report } = await fixture.sync(
      {},
      {
        onEvent: ({ type }) => {
          if (type === "ended") fetched = gateway.calls.get("agents.files.get");
        },
      },
    );
    expect(report).toMatchObject({ agentsUnchanged: 6, agentsUpdated: 0, errors: [] });
    expect([fetched, report.stats.fileWrites]).toEqual([undefined, 0]);
    expect(hashing.runs).toBe(hashesBefore);
  });

  test("each agent whose token cannot be vouched for keeps its hash, with the reason", async () => {
    const { app, gateway, agentIds, keyOf } = await openHeavy({ version, heavy: 6 });
    const [noToken = "", mismatched = "", rekeyed = "", absent = "", tooHeavy = "", good = ""] = agentIds;
    const fileName = version === "2026.3.28" ? "TOOLS.md" : "AGENTS.md";
    const text = gateway.readFile(keyOf(noToken), fileName) ?? "";
    gateway.writeFile(keyOf(noToken), fileName, withoutToken(text));
    updateAgent(app.database, mismatched, { agentTokenHash: heavyHash(mintToken(), 2_000) });
    savePendingHashes(app.database, [{ agentId: rekeyed, pendingHash: await hashToken(mintToken()) }]);
    updateAgent(app.database, absent, { openclawSessionId: "agent:not-there:main" });
    updateAgent(app.database, tooHeavy, {
      agentTokenHash: (hashOf(tooHeavy) ?? "").replace("$2000$", "$2000001$"),
    });
    const before = agentIds.map(hashOf);

    const reasons = ["no-token", "mismatch", "rekey-pending", "not-on-gateway", "too-heavy"];
    expect(outcomes(await lighten({ dryRun: true }))).toEqual([...reasons, "planned"]);
    expect(outcomes(await lighten())).toEqual([...reasons, "lightened"]);
    const after = agentIds.map(hashOf);
    expect(after.map((hash, index) => hash === before[index])).toEqual([true, true, true, true, true, false]);
    expect(iterationsOf(hashOf(good) ?? "")).toBe(1_000);
  });
});

test("only the agents that are named, and never one of another gateway", async () => {
  const { first, second } = await openHeavy({ heavy: 2 });
  expect((await lighten({ agentIds: [second] })).agents).toMatchObject([{ agentId: second, outcome: "lightened" }]);
  expect(iterationsOf(hashOf(first) ?? "")).toBe(2_000);
  await expect(lighten({ agentIds: [first, "somebody-else"] })).rejects.toMatchObject({ code: "not-found" });
  expect(iterationsOf(hashOf(first) ?? "")).toBe(2_000);
});

test("a hash that changes after its token was verified stays as it is", async () => {
  const { app, first, second, gatewayId } = await openHeavy({ heavy: 2 });
  const theirs = heavyHash(mintToken(), 3_000);
  const vault: typeof app.vault = {
    ...app.vault,
    fingerprint(text) {
      updateAgent(app.database, first, { agentTokenHash: theirs });
      return app.vault.fingerprint(text);
    },
  };
  const report = await lightenHashes({ ...app, vault }, { gatewayId, dryRun: false });
  expect(outcomes(report)).toEqual(["changed-meanwhile", "lightened"]);
  expect(hashOf(first)).toBe(theirs);
  expect(iterationsOf(hashOf(second) ?? "")).toBe(1_000);
});

test("when it is cut off in the middle of its transaction, every hash is as before", async () => {
  const { app, agentIds, second } = await openHeavy({ heavy: 3 });
  await lighten({ dryRun: true });
  const hashes = agentIds.map(hashOf);
  const states = readAgentTokenStates(app.database, agentIds);
  app.database.sqlite.exec(`
    CREATE TRIGGER cut_off BEFORE UPDATE ON agent_token_state WHEN NEW.agent_id = '${second}'
    BEGIN SELECT RAISE(ABORT, 'cut off'); END
  `);
  await expect(lighten()).rejects.toThrow("cut off");
  expect(agentIds.map(hashOf)).toEqual(hashes);
  expect(readAgentTokenStates(app.database, agentIds)).toEqual(states);
  app.database.sqlite.exec("DROP TRIGGER cut_off");
  expect(outcomes(await lighten())).toEqual(["lightened", "lightened", "lightened"]);
});

test("it never runs beside a sync, and leaves the gateway free when it ends or fails", async () => {
  const { app, gatewayId, gateway, first } = await openHeavy({ heavy: 1 });
  const unlock = lockGateway(app.dataDir, { id: gatewayId, name: "Test gateway" });
  await expect(lighten({ dryRun: true })).rejects.toMatchObject({ code: "run-in-progress" });
  unlock();
  const cancel = new AbortController();
  gateway.setLatency(30);
  const cancelled = lighten({ signal: cancel.signal });
  cancel.abort(new Error("cancelled"));
  await expect(cancelled).rejects.toThrow();
  expect(iterationsOf(hashOf(first) ?? "")).toBe(2_000);
  expect(outcomes(await lighten())).toEqual(["lightened"]);
});

test("with nothing to lighten the gateway is not asked", async () => {
  const { gateway } = await openHeavy({ heavy: 0 });
  await gateway.kill();
  expect((await lighten()).agents).toEqual([]);
});
