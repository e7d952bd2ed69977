import { describe, expect, it } from "vitest";
import type { Plan, PlannedAgent, PlannedFile } from "../../../../shared/plan.ts";
import type { PlanGroup } from "../../../../shared/plan-groups.ts";
import { groupRows } from "./group-rows.ts";
import { planRows } from "./plan-rows.ts";
import {
  countRisks,
  countTicks,
  firstTicks,
  groupState,
  outOfSyncTicks,
  ownSteps,
  tickAgent,
  tickAll,
  tickEverything,
  tickFile,
  tickGroup,
  tickState,
  toSelection,
} from "./plan-ticks.ts";

const file = (name: string, change: Partial<PlannedFile> = {}): PlannedFile => ({
  ...{ name, action: "change", reason: "", moved: "ours", oursMaskedSha256: "o", theirsMaskedSha256: "t", ...change },
});
const agent = (agentId: string, files: PlannedFile[], change: Partial<PlannedAgent> = {}): PlannedAgent => ({
  ...{ agentId, agentName: `Agent ${agentId}`, boardId: null, isMain: false, agentKey: agentId, files, unchanged: 5 },
  ...{ entry: { kind: "right", before: {}, after: {} }, token: "keep", resetSession: false, blocked: null, ...change },
});

const ada = agent("ada", [file("AGENTS.md"), file("SOUL.md", { action: "conflict", moved: "both" })]);
const boris = agent("boris", [file("USER.md", { action: "preserved", moved: "none" })]);
const cleo = agent("cleo", [
  file("AGENTS.md", { moved: "theirs" }),
  file("TOOLS.md", { moved: "none", isOutOfSync: false }),
]);
const dora = agent("dora", [file("AGENTS.md")], { token: "repair" });
const emil = agent("emil", [], { entry: { kind: "correct", before: {}, after: {} } });
const fynn = agent("fynn", [], { blocked: "its board is paused" });
const plan = { agents: [ada, boris, cleo, dora, emil, fynn] } as Plan;

const listed = (ticks: ReadonlyMap<string, ReadonlySet<string>>) =>
  Object.fromEntries([...ticks].map(([agentId, files]) => [agentId, [...files]]));

describe("what is ticked", () => {
  it("is everything but conflicts at first; never what is unchanged, left alone or blocked", () => {
    expect(listed(firstTicks(plan))).toEqual({
      ada: ["AGENTS.md"],
      cleo: ["AGENTS.md", "TOOLS.md"],
      dora: ["AGENTS.md"],
      emil: [],
    });
    expect(listed(tickAll(plan.agents))).toMatchObject({ ada: ["AGENTS.md", "SOUL.md"] });
  });

  it("does not include agents to adopt or take over at first; adopting the default agent needs its own tick", () => {
    const gil = agent("gil", [file("SOUL.md", { moved: "theirs" })], { adopts: "agent", token: "repair" });
    const main = agent("main", [file("SOUL.md", { moved: "theirs" })], { adopts: "default-agent", token: "repair" });
    const theirs = agent("theirs", [file("SOUL.md", { moved: "theirs" })], {
      takesOverFrom: "another",
      token: "repair",
    });
    expect(firstTicks({ agents: [theirs] } as Plan).size).toBe(0);
    expect(ownSteps(theirs)).toEqual(["Take over from another", "New token"]);
    const adopting = { agents: [dora, gil, main] } as Plan;
    expect(listed(firstTicks(adopting))).toEqual({ dora: ["AGENTS.md"] });
    expect(listed(outOfSyncTicks(adopting))).toEqual({ dora: ["AGENTS.md"] });
    expect(listed(tickEverything(adopting))).toEqual({ dora: ["AGENTS.md"], gil: ["SOUL.md"] });
    const ticked = tickAgent(firstTicks(adopting), main, true);
    expect(toSelection(adopting, ticked)).toEqual([
      { agentId: "dora", files: null },
      { agentId: "main", files: null },
    ]);
    expect(ownSteps(gil)).toEqual(["Adopt", "New token"]);
  });

  it("can be only what is out of sync, without what only an option writes", () => {
    expect(listed(outOfSyncTicks(plan))).toEqual({
      ada: ["AGENTS.md"],
      cleo: ["AGENTS.md"],
      dora: ["AGENTS.md"],
      emil: [],
    });
    const reviving = agent("gwen", [file("BOOTSTRAP.md", { action: "create", isOutOfSync: false })]);
    const finishing = agent("hugo", [], { token: "adopt" });
    const rekeying = agent("ines", [file("TOOLS.md", { isOutOfSync: false })], { token: "rekey" });
    const others = { agents: [reviving, finishing, rekeying] } as Plan;
    expect(listed(outOfSyncTicks(others))).toEqual({ hugo: [] });
  });

  it("follows the operator file by file, and an agent is ticked with its first file and unticked with its last", () => {
    const without = tickFile(firstTicks(plan), ada, "AGENTS.md", false);
    expect(tickState(without, ada)).toBe("none");
    const some = tickFile(without, ada, "SOUL.md", true);
    expect([tickState(some, ada), listed(some).ada]).toEqual(["some", ["SOUL.md"]]);
    expect(tickState(tickAgent(some, ada, true), ada)).toBe("all");
    expect(listed(tickAgent(some, emil, false))).not.toHaveProperty("emil");
    expect(tickState(some, emil)).toBe("all");
  });

  it("includes all or nothing of an agent that gets a new token", () => {
    const torn = agent("torn", [file("AGENTS.md"), file("SOUL.md", { action: "conflict" })], { token: "repair" });
    expect(listed(firstTicks({ agents: [torn] } as unknown as Plan))).toEqual({});
    expect(listed(tickFile(new Map(), torn, "AGENTS.md", true))).toEqual({ torn: ["AGENTS.md", "SOUL.md"] });
    expect(listed(tickFile(tickAll([torn]), torn, "SOUL.md", false))).toEqual({});
  });

  it("is counted, with what it replaces on the gateway", () => {
    expect(countTicks(firstTicks(plan))).toEqual({ agents: 4, files: 4 });
    expect(countRisks(plan, firstTicks(plan))).toEqual({ conflicts: 0, drift: 1 });
    expect(countRisks(plan, tickAll(plan.agents))).toEqual({ conflicts: 1, drift: 1 });
  });
});

describe("the selection that main gets", () => {
  it("names agents, and their files when only some are ticked", () => {
    const ticks = tickFile(tickFile(firstTicks(plan), cleo, "TOOLS.md", false), dora, "AGENTS.md", false);
    expect(toSelection(plan, ticks)).toEqual([
      { agentId: "ada", files: ["AGENTS.md"] },
      { agentId: "cleo", files: ["AGENTS.md"] },
      { agentId: "emil", files: null },
    ]);
  });

  it("is everything when nothing is left out", () => {
    expect(toSelection(plan, tickAll(plan.agents))).toBeNull();
  });

  it("is an agent without files when only its roster entry changes", () => {
    const anna = agent("anna", [], { entry: { kind: "add", before: {}, after: {} } });
    const entries = { agents: [anna, emil] } as Plan;
    expect(listed(firstTicks(entries))).toEqual({ anna: [], emil: [] });
    expect(listed(outOfSyncTicks(entries))).toEqual({ anna: [], emil: [] });
    const without = tickAgent(firstTicks(entries), anna, false);
    expect([tickState(without, anna), tickState(without, emil)]).toEqual(["none", "all"]);
    expect(toSelection(entries, without)).toEqual([{ agentId: "emil", files: null }]);
    expect(tickState(tickAgent(without, anna, true), anna)).toBe("all");
  });

  it("is everything when no agent has anything to do, and no agent when none is ticked", () => {
    expect(toSelection({ agents: [boris, fynn] } as Plan, new Map())).toBeNull();
    expect(toSelection(plan, new Map())).toEqual([]);
  });
});

describe("a group", () => {
  const members = [ada, cleo].map((each) => ({ agent: each, file: each.files[0] ?? file("AGENTS.md") }));

  it("is ticked and unticked for all its agents, and leaves their other files", () => {
    const none = tickGroup(firstTicks(plan), members, false);
    expect(groupState(none, members)).toBe("none");
    expect(listed(none)).toEqual({ cleo: ["TOOLS.md"], dora: ["AGENTS.md"], emil: [] });
    const all = tickGroup(none, members, true);
    expect([groupState(all, members), listed(all).cleo]).toEqual(["all", ["TOOLS.md", "AGENTS.md"]]);
    expect(groupState(tickFile(all, ada, "AGENTS.md", false), members)).toBe("some");
  });

  it("is a row, with its agents below it when it is opened, and what concerns only an agent after it", () => {
    const groups: PlanGroup[] = [
      { fileName: "AGENTS.md", action: "change", reason: "why", lines: null, own: [], agentIds: ["ada", "cleo"] },
    ];
    const keys = (filter: Parameters<typeof groupRows>[2], opened: string[] = []) =>
      groupRows(plan, groups, filter, new Set(opened)).map(({ key }) => key);
    const due = { show: "due", text: "" } as const;
    expect(keys(due)).toEqual(["group AGENTS.md ada", "dora", "emil", "fynn"]);
    expect(keys(due, ["group AGENTS.md ada"]).slice(0, 3)).toEqual([
      "group AGENTS.md ada",
      "member ada AGENTS.md",
      "member cleo AGENTS.md",
    ]);
    expect(keys({ show: "due", text: "agent cl" }, ["group AGENTS.md ada"])).toEqual(["group AGENTS.md ada"]);
    expect(keys({ show: "conflict", text: "" })).toEqual([]);
    expect(keys({ show: "blocked", text: "" })).toEqual(["fynn"]);
  });
});

describe("the rows of a plan", () => {
  const keys = (show: Parameters<typeof planRows>[1]["show"], text = "") =>
    planRows(plan, { show, text }).map(({ key }) => key);

  it("are the agents with changes, each with its files", () => {
    expect(keys("due")).toEqual([
      ...["ada", "ada AGENTS.md", "ada SOUL.md", "cleo", "cleo AGENTS.md", "cleo TOOLS.md"],
      ...["dora", "dora AGENTS.md", "emil", "fynn"],
    ]);
  });

  it("are filtered by action and by text", () => {
    expect(keys("conflict")).toEqual(["ada", "ada SOUL.md"]);
    expect(keys("preserved")).toEqual(["boris", "boris USER.md"]);
    expect(keys("blocked")).toEqual(["fynn"]);
    expect(keys("idle")).toEqual(["boris"]);
    expect(keys("due", "soul")).toEqual(["ada", "ada SOUL.md"]);
    expect(keys("due", "agent cl")).toEqual(["cleo", "cleo AGENTS.md", "cleo TOOLS.md"]);
    expect(keys("due", "unknown")).toEqual([]);
  });
});
