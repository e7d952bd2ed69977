import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readAgentSyncStates } from "../../../src/main/database/agent-sync-states.ts";
import { listFileVersions } from "../../../src/main/database/file-versions.ts";
import { adoptAgents, listAdoptable } from "../../../src/main/operations/adopt-agents.ts";
import { releaseAgent } from "../../../src/main/operations/release-agent.ts";
import { checkDrift } from "../../../src/main/provisioning/check-drift.ts";
import { type AppFixture, briskRetries, openAppFixture } from "../app-fixture.ts";
import { buildFleet } from "../build-fleet.ts";
import type { GatewayFixture } from "../gateway-fixture.ts";
import type { RawClient } from "../raw-client.ts";
import { readAgents, readConfig } from "../read-back.ts";

type Odd = { id: string; entry?: object; files?: { [name: string]: string | Buffer }; home?: string };

const huge = "An endless tale. ".repeat(80_000);
const token = "hvQ7cB0zY1wU2sR3eT4yU5iO6pA7sD8fG9hJ0kL1zXc";

/** Agents of many kinds, as people and other programs make them. */
const odd: Odd[] = [
  ...Array.from({ length: 14 }, (_, index) => ({
    id: `odd-${index}`,
    entry: { name: `Odd ${index}` },
    files: { "SOUL.md": `Soul ${index}\n`, "AGENTS.md": `# Rules ${index}\n` },
  })),
  { id: "odd_under_score", files: { "SOUL.md": "Low line\n" } },
  { id: "odd__two_", files: { "IDENTITY.md": "Low lines\n" } },
  { id: "odd-nothing" },
  { id: "odd-empty", files: { "SOUL.md": "", "TOOLS.md": "", "USER.md": "" } },
  { id: "odd-tools", files: { "AGENTS.md": "# Mine\n\n## Tools\n\nA hammer.\n\n## Other\n\nRest.\n" } },
  {
    id: "odd-token",
    files: { "TOOLS.md": `AUTH_TOKEN=${token}\n`, "AGENTS.md": `# A\n\n## Tools\n\nAUTH_TOKEN=${token}\n` },
  },
  { id: "odd-huge", files: { "SOUL.md": huge, "MEMORY.md": huge } },
  { id: "odd-latin", files: { "SOUL.md": Buffer.from("na\xefve caf\xe9\n", "latin1") } },
  { id: "odd-beating", entry: { heartbeat: { every: "12h" } }, files: { "HEARTBEAT.md": "Beat\n" } },
  { id: "odd-memory", files: { "MEMORY.md": "Remembers\n", "BOOTSTRAP.md": "Ask who you are.\n" } },
  { id: "odd-jinja", files: { "SOUL.md": "{{ not a template }} {% raw %}\n" } },
  { id: "odd-crlf", files: { "SOUL.md": "\uFEFFA soul\r\nwith Windows ends\r\n" } },
  { id: "odd-twin-1", home: "odd-twins", files: { "SOUL.md": "We\n" } },
  { id: "odd-twin-2", home: "odd-twins" },
  { id: "odd-linked", files: { "AGENTS.md": "Linked\n" } },
  { id: "odd-UPPER_Case", entry: { name: "SHOUT" }, files: { "SOUL.md": "Loud\n" } },
];
const marked = ["odd-linked", "odd-twin-1", "odd-twin-2"];
const watched = ["odd-0", "odd_under_score", "odd-tools", "odd-beating", "odd-token"];

/** Agents made by hand that get a record (docs/behaviour.md, Adopted agents). */
export function adoptionCases(fixture: () => GatewayFixture): void {
  it("adopts thirty odd agents without a write, then, or at any sync, and releases one", async () => {
    const { gateway, raw } = fixture();
    const homeOf = ({ id, home = id }: Odd) => join(gateway.workspaceRoot, home);
    for (const agent of odd) makeWorkspace(homeOf(agent), agent.files);
    symlinkSync("/etc/hostname", join(gateway.workspaceRoot, "odd-linked", "SOUL.md"));
    await addEntries(fixture(), homeOf);

    const fleet = buildFleet({ gateway, boards: 1, agents: 0, withMain: false });
    const station = await openAppFixture(fleet, { retryPolicy: briskRetries });
    try {
      const { app, gatewayId } = station;
      const { agents } = await listAdoptable(app, gatewayId);
      const listed = agents.filter(({ key }) => key.startsWith("odd"));
      expect(listed.map(({ key }) => key).sort()).toEqual(odd.map(({ id }) => id).sort());
      const refused = listed.filter(({ whyNot }) => whyNot !== null).map(({ key }) => key);
      expect(refused.sort()).toEqual(marked);
      const { defaultId } = await raw(readAgents);
      expect(agents.find(({ key }) => key === defaultId)?.whyNot).toMatch(/default agent|system agent/);

      const before = await stateOf(fixture(), homeOf);
      const place = { gatewayId, boardId: fleet.boards[0]?.id ?? "" };
      const able = listed.flatMap(({ key, whyNot }) => (whyNot === null ? [key] : []));
      const services = { ...app, startedBy: "e2e" };
      await adoptAgents(services, { ...place, mode: "watch", wanted: watched });
      await adoptAgents(services, { ...place, mode: "files", wanted: able.filter((key) => !watched.includes(key)) });
      expect(await stateOf(fixture(), homeOf)).toEqual(before);

      await expectNothingToDo(station, able.length);
      expect(await stateOf(fixture(), homeOf)).toEqual(before);
      const states = readAgentSyncStates(
        app.database,
        station.agents().map(({ agent }) => agent.id),
      );
      expect([...states.values()].map(({ state }) => state)).toEqual(able.map(() => "synced"));
      const one = station.agents().find(({ key }) => key === "odd-3")?.agent.id ?? "";
      expect(listFileVersions(app.database, one, "SOUL.md")).toMatchObject([{ source: "adopted" }]);

      // Whatever is asked for and whatever changes, a watched agent gets no write.
      const ids = station.agents().flatMap(({ agent, key }) => (watched.includes(key) ? [agent.id] : []));
      for (let round = 0; round < 10; round += 1) {
        writeFileSync(join(gateway.workspaceRoot, "odd-0", "SOUL.md"), `Edited ${round}\n`);
        const edited = await stateOf(fixture(), homeOf);
        const { report } = await station.sync({
          agentIds: ids,
          includeMain: false,
          overwrite: true,
          rotateTokens: true,
        });
        expect(report).toMatchObject({ errors: [], agentsUnchanged: 5, stats: { fileWrites: 0, configWrites: 0 } });
        expect(await stateOf(fixture(), homeOf)).toEqual(edited);
      }

      const now = await stateOf(fixture(), homeOf);
      await releaseAgent(app, one);
      await expectNothingToDo(station, able.length - 1);
      expect(await stateOf(fixture(), homeOf)).toEqual(now);
      expect((await raw(readAgents)).ids).toContain("odd-3");
    } finally {
      station.close();
    }
  });
}

/** A plan, a sync, a check and a second plan, none of which has anything to write. */
async function expectNothingToDo(station: AppFixture, agents: number): Promise<void> {
  const nothing = { create: 0, change: 0, conflict: 0, blocked: 0, configWrites: 0, tokensToRepair: 0, agentsToAdd: 0 };
  const plan = await station.sync({ dryRun: true, includeMain: false });
  expect({ errors: plan.report.errors, ...plan.plan?.summary }).toMatchObject({ errors: [], ...nothing });
  const { status, report } = await station.sync({ includeMain: false, rotateTokens: true });
  expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
  expect(report).toMatchObject({ agentsUnchanged: agents, stats: { fileWrites: 0, configWrites: 0 } });
  await checkDrift(station.app, { gatewayId: station.gatewayId, startedBy: "e2e" });
  const again = await station.sync({ dryRun: true, includeMain: false, verify: true });
  expect({ errors: again.report.errors, ...again.plan?.summary }).toMatchObject({ errors: [], ...nothing });
}

function makeWorkspace(home: string, files: Odd["files"] = {}): void {
  mkdirSync(home, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(home, name), content);
}

/** Adds all of them to the gateway's configuration as its owner would. */
async function addEntries({ facts, raw }: GatewayFixture, homeOf: (agent: Odd) => string): Promise<void> {
  const entries = odd.map((agent) => ({ id: agent.id, workspace: homeOf(agent), ...agent.entry }));
  const { roster } = await raw(readConfig);
  // The first entry of a list is the default agent.
  const main = roster.size === 0 ? [{ id: "main", default: true }] : [];
  const agents = facts.dialect.rosterPath.includes("list")
    ? { list: [...main, ...entries] }
    : { ownership: "explicit", entries: Object.fromEntries(entries.map(({ id, ...entry }) => [id, entry])) };
  await raw(async (client) => {
    await patch(client, agents);
    // Otherwise the next client would connect to the gateway that is about to restart.
    if (facts.restartsOnPatch)
      await expect.poll(() => client.call("health").catch(() => "away"), { timeout: 60_000 }).toBe("away");
  });
  const ids = async () => (await raw(readAgents)).ids;
  await expect
    .poll(ids, { timeout: 120_000, interval: 1_000 })
    .toEqual(expect.arrayContaining(odd.map(({ id }) => id.toLowerCase())));
}

async function patch(client: RawClient, agents: object): Promise<void> {
  const { hash } = await readConfig(client);
  await client.call("config.patch", { raw: JSON.stringify({ agents }), baseHash: hash });
}

/** The configuration's hash, and every file of theirs with its time: a write of the same content would show too. */
async function stateOf({ raw }: GatewayFixture, homeOf: (agent: Odd) => string) {
  const { hash } = await raw(readConfig);
  const files = odd.flatMap((agent) => {
    const home = homeOf(agent);
    return readdirSync(home)
      .filter((name) => name.endsWith(".md"))
      .map((name) => {
        const path = join(home, name);
        return [path, statSync(path).mtimeMs, readFileSync(path, "latin1")] as const;
      });
  });
  return { hash, files: files.sort() };
}
