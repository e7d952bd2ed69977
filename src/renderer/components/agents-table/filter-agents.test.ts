import { describe, expect, it } from "vitest";
import type { HeartbeatView } from "../../../shared/heartbeats.ts";
import type { AgentRow } from "../../../shared/views.ts";
import { type AgentFilter, filterAgents } from "./filter-agents.ts";

const agent = (id: string, change: Partial<AgentRow>): AgentRow => ({
  ...{ id, name: id, boardId: null, boardName: null, gatewayId: "g", gatewayName: "Harbour", status: "online" },
  ...{ isBoardLead: false, isMain: false, isPractice: false, token: "verified", lastOutcome: null },
  ...{ syncState: "unknown", syncCheckedAt: null, lastSeenAt: null, lastProvisionError: null, ...change },
});
const heartbeat = (state: HeartbeatView["state"]): HeartbeatView => ({
  ...{ state, reason: null, lastRunAtMs: null, nextRunAtMs: null, lastDurationMs: null, everyMs: null },
  ...{ source: "automation", readAt: "2026-01-01T00:00:00.000000Z" },
});
const agents = [
  agent("1", {
    name: "Ada",
    heartbeat: heartbeat("running"),
    syncState: "synced",
    boardName: "Dispatch",
    lastOutcome: "updated",
  }),
  agent("2", {
    name: "Boris",
    heartbeat: heartbeat("skipped"),
    syncState: "conflict",
    boardName: "Dispatch",
    token: "drifted",
    lastOutcome: "failed",
  }),
  agent("3", { name: "Ada 2", boardName: "Warehouse" }),
];
const filter = (change: Partial<AgentFilter>) =>
  filterAgents(agents, { text: "", token: "", sync: "", heartbeat: "", outcome: "", ...change }).map(({ id }) => id);

describe("filterAgents", () => {
  it.each<[Partial<AgentFilter>, string[]]>([
    [{}, ["1", "2", "3"]],
    [{ text: "ADA" }, ["1", "3"]],
    [{ text: " ware ada " }, ["3"]],
    [{ text: "harbour bor" }, ["2"]],
    [{ token: "drifted" }, ["2"]],
    [{ sync: "conflict" }, ["2"]],
    [{ sync: "off" }, ["2", "3"]],
    [{ heartbeat: "skipped" }, ["2"]],
    [{ heartbeat: "off" }, ["2"]],
    [{ heartbeat: "unknown" }, ["3"]],
    [{ outcome: "none" }, ["3"]],
    [{ outcome: "updated", text: "ada" }, ["1"]],
    [{ outcome: "updated", token: "drifted" }, []],
  ])("%j", (change, ids) => {
    expect(filter(change)).toEqual(ids);
  });
});
