import { expect, test } from "vitest";
import { readAgentTokenStates } from "../database/agent-token-state.ts";
import { readAgent, updateAgent } from "../database/agents.ts";
import { listFileVersions, versionBefore } from "../database/file-versions.ts";
import { readFileWrites } from "../database/file-writes.ts";
import type { Database } from "../database/open-database.ts";
import { readRun } from "../database/read-runs.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { type PowerCuts, watchSyncs } from "./test-power-cut.ts";
import { verifyToken } from "./tokens/hash-token.ts";
import { readTokenFromAgents, readTokenFromTools } from "./tokens/read-token.ts";

const versions = ["2026.3.28", "2026.9.6"];

type Sent = { agentId: string; name: string; content: string };

/** Calls `look` whenever a file write has reached the gateway, before it takes effect. */
function onFileWrite(look: (sent: Sent) => void): void {
  fixture.gateway.inject({
    kind: "busy",
    method: "agents.files.set",
    match: ({ agentId, name, content }) => {
      look({ agentId: String(agentId), name: String(name), content: String(content) });
      return false;
    },
  });
}

type KnownHashes = { current: string | null; pending: string | null };

function hashesIn(database: Database, agentId: string): KnownHashes {
  const pending = readAgentTokenStates(database, [agentId]).get(agentId)?.pendingHash ?? null;
  return { current: readAgent(database, agentId).agentTokenHash, pending };
}

/** For each token that a write sent to the gateway, the hashes that a power cut at that moment would have left. */
function watchTokens(cuts: PowerCuts): { token: string; hashes: KnownHashes }[] {
  const seen: { token: string; hashes: KnownHashes }[] = [];
  const byKey = new Map([...fixture.agentIds, fixture.mainId].map((id) => [fixture.keyOf(id), id]));
  onFileWrite(({ agentId: key, name, content }) => {
    const token =
      name === "AGENTS.md" ? readTokenFromAgents(content) : name === "TOOLS.md" ? readTokenFromTools(content) : null;
    const id = byKey.get(key);
    if (token === null || id === undefined) return;
    seen.push({ token, hashes: cuts.lookAfterCut((database) => hashesIn(database, id)) });
  });
  return seen;
}

async function expectAllKnown(seen: { token: string; hashes: KnownHashes }[]): Promise<void> {
  for (const { token, hashes } of seen) {
    const matches = await Promise.all([hashes.current, hashes.pending].map((hash) => verifyToken(token, hash ?? "")));
    expect(matches).toContain(true);
  }
}

test.each(versions)("%s: each token that reaches the gateway fits a hash that a power cut leaves", async (version) => {
  const { app, sync } = await open({ agents: 8, gateway: { version } });
  await sync({ rotateTokens: true });
  const cuts = watchSyncs(app.database, app.dataDir);
  const seen = watchTokens(cuts);
  await sync({ rekeyAll: true });
  expect(seen.length).toBeGreaterThanOrEqual(9);
  await expectAllKnown(seen);
});

test.each(versions)(
  "%s: a second re-key keeps the hash of a token that the first one left on the gateway",
  async (version) => {
    const { app, sync, gateway, agentIds, tokenOf } = await open({ gateway: { version } });
    const [agent = ""] = agentIds;
    await sync({ rotateTokens: true });
    // The first re-key writes the token's file, and is interrupted before it can read the token back.
    const tokenFile = gateway.readFile(fixture.keyOf(agent), "TOOLS.md") === undefined ? "AGENTS.md" : "TOOLS.md";
    const before = tokenOf(agent);
    const cancel = new AbortController();
    const fault = gateway.inject({
      kind: "no-answer",
      method: "agents.files.set",
      agentId: fixture.keyOf(agent),
      match: ({ name }) => name === tokenFile,
      when: "after",
    });
    const only = { agentIds: [agent], includeMain: false, rekeyAll: true };
    const first = sync(only, { signal: cancel.signal });
    await expect.poll(() => fault.hits).toBe(1);
    cancel.abort(new Error("cancelled"));
    await first;
    const left = tokenOf(agent);
    expect(left).not.toBe(before);
    const cuts = watchSyncs(app.database, app.dataDir);
    const kept: KnownHashes[] = [];
    onFileWrite(() => kept.push(cuts.lookAfterCut((database) => hashesIn(database, agent))));
    await sync(only);
    expect(kept.length).toBeGreaterThan(0);
    await expectAllKnown(kept.map((hashes) => ({ token: left ?? "", hashes })));
  },
);

test.each(versions)(
  "%s: what a write replaces is on disk, with its diff, when the write reaches the gateway",
  async (version) => {
    const { app, sync, gateway, agentIds } = await open({ agents: 8, gateway: { version } });
    await sync({ rotateTokens: true });
    for (const id of agentIds) gateway.writeFile(fixture.keyOf(id), "SOUL.md", `edit of ${id}`);
    const cuts = watchSyncs(app.database, app.dataDir);
    const diffs = new Map<string, string>();
    let runId = "";
    onFileWrite(({ agentId: key, name }) => {
      const { drift } = cuts.lookAfterCut((database) => readRun(database, runId));
      const agent = agentIds.find((id) => fixture.keyOf(id) === key);
      diffs.set(key, drift.find(({ agentId, fileName }) => agentId === agent && fileName === name)?.diff ?? "none");
    });
    const { report } = await sync({}, { onEvent: (event) => (runId = event.type === "started" ? event.runId : runId) });
    expect(report.agentsUpdated).toBe(8);
    for (const id of agentIds) expect(diffs.get(fixture.keyOf(id))).toContain(`-edit of ${id}`);
  },
);

test.each(versions)(
  "%s: what we wrote ourselves is on disk as well when a write replaces it; agents share the syncs of the disk",
  async (version) => {
    const { app, sync } = await open({ agents: 8, gateway: { version } });
    await sync({ rotateTokens: true });
    for (const id of fixture.agentIds) updateAgent(app.database, id, { soulTemplate: "# Soul\nNew." });
    const cuts = watchSyncs(app.database, app.dataDir);
    const found: string[] = [];
    let runId = "";
    onFileWrite(({ agentId: key, name }) => {
      const agent = fixture.agentIds.find((id) => fixture.keyOf(id) === key) ?? "";
      const before = cuts.lookAfterCut((database) => {
        const write = readFileWrites(database, runId)
          .get(agent)
          ?.find(({ fileName }) => fileName === name);
        return write && versionBefore(write, listFileVersions(database, agent, name));
      });
      found.push(before?.kind ?? "none");
    });
    const { report } = await sync({}, { onEvent: (event) => (runId = event.type === "started" ? event.runId : runId) });
    expect([report.agentsUpdated, found]).toEqual([8, Array(8).fill("version")]);
    expect(cuts.syncs).toBeLessThan(8);
  },
);
