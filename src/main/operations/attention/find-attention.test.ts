import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AttentionCause, attentionTitle } from "../../../shared/attention.ts";
import { heartbeatStates } from "../../../shared/heartbeats.ts";
import { outcomes } from "../../../shared/sync.ts";
import type { AgentFacts, AttentionFacts, GatewayFacts, MirrorFacts } from "./attention-facts.ts";
import { findAttention } from "./find-attention.ts";

const nowMs = Date.parse("2026-03-01T12:00:00Z");
const minutesAgo = (minutes: number) => new Date(nowMs - minutes * 60_000).toISOString();

const gateway = (change: Partial<GatewayFacts> = {}): GatewayFacts => ({
  ...{ id: "g1", name: "Harbour", checkEveryMinutes: 15, lastWork: null, syncedVersion: null, version: null },
  connection: { state: "connected", code: null, message: null, offeredCertificate: null },
  ...change,
});
const connected = (change: Partial<GatewayFacts["connection"]>) =>
  gateway({ connection: { ...gateway().connection, ...change } });
type Heartbeat = NonNullable<AgentFacts["heartbeat"]>;
const heartbeat = (change: Partial<Heartbeat> = {}): Heartbeat => ({
  ...{ state: "running", reason: null, lastRunAtMs: nowMs - 60_000, nextRunAtMs: nowMs, lastDurationMs: 1 },
  ...{ everyMs: 600_000, source: "automation", readAt: minutesAgo(1), ...change },
});
const agent = (change: Partial<AgentFacts> = {}): AgentFacts => ({
  ...{
    id: "a1",
    name: "Ada",
    gatewayId: "g1",
    isMain: false,
    token: "verified",
    syncState: "synced",
    syncCheckedAt: minutesAgo(1),
  },
  ...{ heartbeat: heartbeat(), lastOutcome: "updated", lastSeenAt: minutesAgo(1), ...change },
});
const { heartbeat: _, ...unread } = agent();
const mirror = (change: Partial<MirrorFacts> = {}): MirrorFacts => ({
  ...{ pollSeconds: 60, pulledAt: minutesAgo(1), error: null, conflicts: [], pushProblems: [], ...change },
});
const facts = (change: Partial<AttentionFacts> = {}): AttentionFacts => ({
  ...{ nowMs, gateways: [gateway()], agents: [agent()], interrupted: [], mirror: mirror(), backupProblem: null },
  ...change,
});
const causesOf = (change: Partial<AttentionFacts>) => findAttention(facts(change)).map(({ cause }) => cause);

describe("findAttention", () => {
  it.each<[string, Partial<AttentionFacts>, AttentionCause[]]>([
    ["nothing", {}, []],
    ["another certificate", { gateways: [connected({ state: "refused", offeredCertificate: "AA" })] }, ["certificate"]],
    ["a refusal", { gateways: [connected({ state: "refused" })] }, ["refused"]],
    ["a device to approve", { gateways: [connected({ state: "pairing" })] }, ["pairing"]],
    ["a gateway that is tried", { gateways: [connected({ state: "retrying" })] }, ["away"]],
    ["a gateway that is away", { gateways: [connected({ state: "offline" })] }, ["away"]],
    ["a gateway not yet asked", { gateways: [connected({ state: "unknown" })] }, []],
    ["a failed run", { gateways: [gateway({ lastWork: { id: "r", status: "unreachable" } })] }, ["failed-run"]],
    ["a good run", { gateways: [gateway({ lastWork: { id: "r", status: "succeeded" } })] }, []],
    [
      "a run that failed for an agent",
      { gateways: [gateway({ lastWork: { id: "r", status: "failed" } })], agents: [agent({ lastOutcome: "failed" })] },
      ["failed-agents"],
    ],
    ["an interrupted run", { interrupted: [{ id: "r", gatewayId: "g1" }] }, ["interrupted"]],
    ["another version", { gateways: [gateway({ syncedVersion: "2026.3.28", version: "2026.9.6" })] }, ["version"]],
    ["a version never synced", { gateways: [gateway({ version: "2026.9.6" })] }, []],
    ["a token that does not match", { agents: [agent({ token: "drifted" })] }, ["token"]],
    ["a token that cannot be read", { agents: [agent({ token: "unreadable" })] }, ["token"]],
    ["a token never read", { agents: [agent({ token: "unknown" })] }, []],
    ["a conflict", { agents: [agent({ syncState: "conflict" })] }, ["conflict"]],
    ["out of sync", { agents: [agent({ syncState: "out-of-sync" })] }, ["out-of-sync"]],
    ["never compared", { agents: [agent({ syncState: "unknown", syncCheckedAt: null })] }, ["unchecked"]],
    ["a heartbeat never read", { agents: [unread] }, ["unchecked"]],
    ["a skipped heartbeat", { agents: [agent({ heartbeat: heartbeat({ state: "skipped" }) })] }, ["heartbeat"]],
    ["a first heartbeat to come", { agents: [agent({ heartbeat: heartbeat({ state: "never-ran" }) })] }, []],
    [
      "a first heartbeat that did not come",
      { agents: [agent({ heartbeat: heartbeat({ state: "never-ran", nextRunAtMs: nowMs - 3_600_000 }) })] },
      ["heartbeat"],
    ],
    [
      "a heartbeat that is late",
      { agents: [agent({ heartbeat: heartbeat({ lastRunAtMs: nowMs - 3_600_000 }) })] },
      ["silent"],
    ],
    ["no check-in", { agents: [agent({ lastSeenAt: minutesAgo(30) })] }, ["silent"]],
    ["a check-in within the heartbeat's interval", { agents: [agent({ lastSeenAt: minutesAgo(19) })] }, []],
    ["no check-in, of which nothing is known here", { agents: [agent({ lastSeenAt: null })], mirror: null }, []],
    ["no check-in ever", { agents: [agent({ lastSeenAt: null })] }, ["never-seen"]],
    ["an agent that is new", { agents: [agent({ lastSeenAt: null, lastOutcome: null })] }, []],
    [
      "a silent database, but no silent agent",
      { agents: [agent({ lastSeenAt: minutesAgo(62) })], mirror: mirror({ pulledAt: minutesAgo(60) }) },
      ["mirror-stale"],
    ],
    ["old facts", { agents: [agent({ syncCheckedAt: minutesAgo(50) })] }, ["stale"]],
    ["an old reading", { agents: [agent({ heartbeat: heartbeat({ readAt: minutesAgo(50) }) })] }, ["stale"]],
    ["facts from a time to come", { agents: [agent({ syncCheckedAt: minutesAgo(-50) })] }, ["stale"]],
    [
      "facts of today, without checks",
      { gateways: [gateway({ checkEveryMinutes: 0 })], agents: [agent({ syncCheckedAt: minutesAgo(23 * 60) })] },
      [],
    ],
    [
      "facts of yesterday, without checks",
      { gateways: [gateway({ checkEveryMinutes: 0 })], agents: [agent({ syncCheckedAt: minutesAgo(25 * 60) })] },
      ["stale"],
    ],
    ["failed pulls", { mirror: mirror({ error: { code: "mirror-unreachable", message: "Away." } }) }, ["mirror-stale"]],
    ["no pull yet", { mirror: mirror({ pulledAt: null }) }, ["mirror-stale"]],
    ["conflicts in the mirror", { mirror: mirror({ conflicts: ["one"] }) }, ["mirror-conflicts"]],
    ["changes not written back", { mirror: mirror({ pushProblems: ["Refused."] }) }, ["mirror-unpushed"]],
    ["no backup", { backupProblem: "The disk is full." }, ["backup"]],
  ])("%s", (_what, change, causes) => {
    expect(causesOf(change)).toEqual(causes);
  });

  it("makes one item of many agents, and names the first of them", () => {
    const agents = Array.from({ length: 30 }, (_, at) =>
      agent({ id: `a${at}`, name: `Agent ${String(at).padStart(2, "0")}`, syncState: "out-of-sync" }),
    );
    const [item, ...others] = findAttention(facts({ agents: agents.toReversed() }));
    expect(others).toEqual([]);
    expect(item && attentionTitle(item)).toBe("30 agents on Harbour are out of sync");
    expect(item?.named.map(({ name }) => name)).toEqual(agents.slice(0, 20).map(({ name }) => name));
  });

  it("puts danger first, and leads from failed agents to their run", () => {
    const gateways = [
      gateway({ lastWork: { id: "r", status: "failed" } }),
      gateway({ id: "g2", name: "Attic", connection: { ...gateway().connection, state: "offline" } }),
    ];
    const agents = [agent({ lastOutcome: "failed", syncState: "out-of-sync" })];
    const found = findAttention(facts({ gateways, agents }));
    expect(found.map((item) => [attentionTitle(item), item.runIds])).toEqual([
      ["Attic cannot be reached", []],
      ["1 agent on Harbour failed in its last sync", ["r"]],
      ["1 agent on Harbour is out of sync", []],
    ]);
  });
});

const minutes = fc.integer({ min: -60, max: 3_000 });
const anyAgent = fc
  .record({
    gatewayId: fc.constantFrom("g1", "g2"),
    token: fc.constantFrom("verified", "drifted", "unreadable", "unknown"),
    syncState: fc.constantFrom("synced", "out-of-sync", "conflict", "unknown"),
    syncCheckedAt: fc.option(minutes.map(minutesAgo)),
    lastSeenAt: fc.option(minutes.map(minutesAgo)),
    lastOutcome: fc.option(fc.constantFrom(...outcomes)),
    state: fc.constantFrom(...heartbeatStates),
    readAt: minutes.map(minutesAgo),
  })
  .map(({ state, readAt, ...rest }) => {
    const { heartbeat: _, ...plain } = agent(rest);
    return state === "unknown" ? plain : { ...plain, heartbeat: heartbeat({ state, readAt }) };
  });
const anyFleet = fc
  .record({
    every: fc.constantFrom(0, 5, 60),
    agents: fc.array(anyAgent, { maxLength: 12 }),
    hasSource: fc.boolean(),
  })
  .map(({ every, agents, hasSource }) =>
    facts({
      gateways: ["g1", "g2"].map((id) => gateway({ id, name: id, checkEveryMinutes: every })),
      agents: agents.map((each, at) => ({ ...each, id: `a${at}`, name: `Agent ${at}` })),
      mirror: hasSource ? mirror() : null,
    }),
  );

/** The same question, answered for one cause at a time and in the plainest words. */
const isCounted: Partial<Record<AttentionCause, (one: AgentFacts, all: AttentionFacts) => boolean>> = {
  "failed-agents": ({ lastOutcome }) => lastOutcome === "failed",
  token: ({ token }) => ["drifted", "unreadable"].includes(token),
  conflict: ({ syncState }) => syncState === "conflict",
  "out-of-sync": ({ syncState }) => syncState === "out-of-sync",
  heartbeat: (one) => {
    const { state, nextRunAtMs, readAt } = one.heartbeat ?? heartbeat();
    if (state === "never-ran") return (nextRunAtMs ?? 0) + 600_000 < Date.parse(readAt);
    return ["failing", "skipped", "disabled", "none"].includes(state);
  },
  "never-seen": ({ lastSeenAt, lastOutcome, heartbeat }, { mirror }) =>
    !(heartbeat?.state === "running" && Date.parse(heartbeat.readAt) - (heartbeat.lastRunAtMs ?? 0) > 30 * 60_000) &&
    mirror !== null &&
    lastSeenAt === null &&
    ["updated", "unchanged"].includes(lastOutcome ?? ""),
  silent: ({ lastSeenAt, heartbeat }, { mirror }) => {
    // Two intervals of ten minutes and ten more since the last turn, when it was read.
    const { state, readAt, lastRunAtMs } = heartbeat ?? {};
    if (state === "running" && Date.parse(readAt ?? "") - (lastRunAtMs ?? 0) > 30 * 60_000) return true;
    // As of the pull a minute ago: ten minutes, and the interval where it is known.
    return (
      mirror !== null && lastSeenAt !== null && nowMs - 60_000 - Date.parse(lastSeenAt) > (heartbeat ? 20 : 10) * 60_000
    );
  },
  unchecked: ({ syncState, heartbeat }) => syncState === "unknown" || !heartbeat,
  stale: ({ syncState, syncCheckedAt, heartbeat }, { gateways }) => {
    if (syncState === "unknown" || !heartbeat) return false;
    const limits: Record<number, number> = { 0: 1_440, 5: 15, 60: 180 };
    const limitMs = (limits[gateways[0]?.checkEveryMinutes ?? 0] ?? 0) * 60_000;
    const isOld = (at: string | null) => at === null || Math.abs(nowMs - Date.parse(at)) > limitMs;
    return isOld(syncCheckedAt) || isOld(heartbeat.readAt);
  },
};

it("counts every agent in exactly the causes that it has", () => {
  fc.assert(
    fc.property(anyFleet, (fleet) => {
      const found = Object.fromEntries(findAttention(fleet).map(({ key, agents, named }) => [key, { agents, named }]));
      const wanted: typeof found = {};
      for (const [cause, has] of Object.entries(isCounted)) {
        for (const { id } of fleet.gateways) {
          const named = fleet.agents.filter((one) => one.gatewayId === id && has(one, fleet));
          named.sort((one, other) => one.name.localeCompare(other.name));
          const names = named.map((one) => ({ id: one.id, name: one.name }));
          if (named.length > 0) wanted[`${cause} ${id}`] = { agents: named.length, named: names };
        }
      }
      expect(found).toEqual(wanted);
    }),
    { numRuns: 300 },
  );
});

const printsOf = (fleet: AttentionFacts) =>
  Object.fromEntries(findAttention(fleet).map(({ key, fingerprint }) => [key, fingerprint]));

it("gives the same fingerprints in any order, under other names, and a moment later", () => {
  fc.assert(
    fc.property(anyFleet, fc.infiniteStream(fc.nat()), (fleet, numbers) => {
      const shuffled = fleet.agents
        .map((one) => ({ at: numbers.next().value, one: { ...one, name: `Other ${one.name}` } }))
        .sort((one, other) => one.at - other.at)
        .map(({ one }) => one);
      expect(printsOf({ ...fleet, agents: shuffled, nowMs: nowMs + 1 })).toEqual(printsOf(fleet));
    }),
  );
});

it.each<[string, Partial<AgentFacts>, Partial<AgentFacts>]>([
  [
    "other files differ",
    { syncState: "out-of-sync" },
    { syncState: "out-of-sync", differing: [{ name: "SOUL.md", moved: "ours" }] },
  ],
  ["seen again, and silent again", { lastSeenAt: minutesAgo(90) }, { lastSeenAt: minutesAgo(60) }],
  [
    "another reason",
    { heartbeat: heartbeat({ state: "skipped", reason: "no chat" }) },
    { heartbeat: heartbeat({ state: "skipped", reason: "quiet" }) },
  ],
  ["another state of the token", { token: "drifted" }, { token: "unreadable" }],
  ["checked again, and old again", { syncCheckedAt: minutesAgo(300) }, { syncCheckedAt: minutesAgo(200) }],
])("changes the fingerprint: %s", (_what, before, after) => {
  const [first, then] = [before, after].map((change) => printsOf(facts({ agents: [agent(change)] })));
  expect(Object.keys(first ?? {})).toEqual(Object.keys(then ?? {}));
  expect(first).not.toEqual(then);
});

it("changes the fingerprint exactly when agents join or leave", () => {
  const fleetOf = (count: number) =>
    facts({ agents: Array.from({ length: count }, (_, at) => agent({ id: `a${at}`, token: "drifted" })) });
  expect(new Set([1, 2, 3].map((count) => printsOf(fleetOf(count))["token g1"])).size).toBe(3);
});
