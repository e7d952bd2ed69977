import { describe, expect, it } from "vitest";
import type { AgentOutcome, RunError, SyncReport } from "../../../shared/sync.ts";
import { current } from "../../gateway/current.ts";
import { groupErrors } from "./error-groups.ts";
import { plainPaint as paint } from "./paint.ts";
import { displayWidth } from "./plain.ts";
import { type ReportTextOptions, reportText } from "./report-text.ts";

function agent(agentName: string, outcome: AgentOutcome["outcome"], more: Partial<AgentOutcome> = {}): AgentOutcome {
  return {
    agentId: agentName,
    agentName,
    boardId: "board",
    isMain: false,
    outcome,
    reason: null,
    filesWritten: [],
    filesUnchanged: [],
    filesPreserved: [],
    filesUncertain: [],
    ...more,
  };
}

function failure(agentName: string | null, more: Partial<RunError> = {}): RunError {
  return {
    severity: "error",
    code: "token-unreadable",
    message: `Agent "${agentName}" was skipped: no token.`,
    hint: 'Sync again with "Repair tokens" (--rotate-tokens).',
    agentId: agentName,
    agentName,
    boardId: "board",
    ...more,
  };
}

function report(more: Partial<SyncReport> = {}): SyncReport {
  return {
    runId: "5b1c7a52-0000-4000-8000-000000000001",
    gatewayId: "gateway",
    dialect: current.name,
    gatewayVersion: "2026.9.6",
    includeMain: true,
    resetSessions: false,
    agentsInScope: 3,
    agentsUpdated: 1,
    agentsUnchanged: 1,
    agentsSkipped: 1,
    agentsFailed: 0,
    agentsNotAttempted: 0,
    mainUpdated: true,
    errors: [],
    agents: [
      agent("Juno", "updated", { filesWritten: ["AGENTS.md", "SOUL.md", "USER.md"], filesPreserved: ["MEMORY.md"] }),
      agent("Pico", "unchanged"),
      agent("Sage", "skipped", { reason: "paused" }),
      agent("Main", "updated", { boardId: null, isMain: true, filesWritten: ["AGENTS.md"] }),
    ],
    stats: { durationMs: 3210, rpcCalls: 48, configWrites: 1, fileWrites: 4, retries: 0 },
    ...more,
  };
}

function text(more: Partial<ReportTextOptions> = {}): string[] {
  return reportText({
    report: report(),
    status: "succeeded",
    kind: "template-sync",
    gatewayName: "Mine",
    dryRun: false,
    boardNames: new Map([["board", "Support"]]),
    mostRows: 40,
    columns: 80,
    paint,
    ...more,
  });
}

it("a run that skipped every agent does not read as a success", () => {
  const agents = [agent("Sage", "skipped", { reason: "paused" })];
  const skipped = report({ agents });
  const of = (more: Partial<ReportTextOptions>) => text(more)[0];
  expect(of({ report: skipped })).toMatch(/^! Sync of "Mine" skipped every agent/);
  expect(of({ report: skipped, dryRun: true })).toMatch(/^! Dry run of "Mine" skipped every agent/);
  const oneUnchanged = [...agents, agent("Juno", "unchanged")];
  expect(of({ report: { ...skipped, agents: oneUnchanged } })).toContain(" done");
});

it("a drift check that found differences does not read as a success", () => {
  expect(text({ kind: "drift-check", dryRun: true })[0]).toMatch(/^! Drift check of "Mine" found drift/);
  const none = report({ agentsUpdated: 0, mainUpdated: false });
  expect(text({ kind: "drift-check", dryRun: true, report: none })[0]).toMatch(/^✔ Drift check of "Mine" done/);
});

describe("reportText", () => {
  it("tells a sync from headline to cost, and leaves unchanged agents to the count", () => {
    expect(text()).toEqual([
      '✔ Sync of "Mine" done · OpenClaw 2026.9.6 · current dialect · 3.2 s',
      "  3 agents: 1 updated, 1 unchanged, 1 skipped · main agent updated",
      "",
      "  Agent  Board         Outcome",
      "  Sage   Support       skipped  its board is paused",
      "  Juno   Support       updated  wrote 3 files, kept 1",
      "  Main   (main agent)  updated  wrote AGENTS",
      "",
      "48 calls · 1 config write · 4 file writes · 0 retries",
    ]);
  });

  it("says would where nothing was written", () => {
    const lines = text({ dryRun: true });
    expect(lines[1]).toBe("  3 agents: 1 would be updated, 1 unchanged, 1 skipped · main agent would be updated");
    expect(lines[2]).toBe("  Nothing was written to the gateway.");
    expect(lines.join("\n")).toContain("would be updated  write 3 files, keep 1");
    expect(lines.join("\n")).not.toContain("wrote");
  });

  it("names an agent whose entry or session alone was touched", () => {
    const entry = report({ agents: [agent("Juno", "updated")] });
    expect(text({ report: entry }).join("\n")).toContain("corrected its gateway entry");
    const adopted = report({ agents: [agent("Juno", "updated", { reason: "token-adopted" })] });
    expect(text({ report: adopted }).join("\n")).toContain("the token in its files, from an earlier run");
    expect(text({ report: adopted }).join("\n")).not.toContain("gateway entry");
    expect(text({ report: { ...entry, resetSessions: true } }).join("\n")).toContain("reset its session");
  });

  it("does not list agents that the run never came to", () => {
    const agents = [agent("Juno", "not-attempted", { reason: "cancelled" })];
    const cut = report({ agents, agentsInScope: 1, agentsUpdated: 0, agentsUnchanged: 0, agentsSkipped: 0 });
    const lines = text({ report: { ...cut, agentsNotAttempted: 1 }, status: "cancelled" });
    expect(lines[0]).toMatch(/^■ Sync of "Mine" was cancelled/);
    expect(lines[1]).toBe("  1 agent: 1 not attempted");
    expect(lines.join("\n")).not.toContain("Juno");
  });

  it("keeps to 80 columns with the longest names", () => {
    const long = "x".repeat(150);
    const agents = [agent(`${long}1`, "failed", { reason: "error" })];
    const errors = [
      failure(`${long.slice(0, 40)}1`, { agentId: agents[0]?.agentId ?? "", message: "why ".repeat(60).trim() }),
    ];
    const lines = text({
      report: report({ agents, errors }),
      boardNames: new Map([["board", long]]),
      gatewayName: long,
    });
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(80);
  });

  it("counts the rows it does not show", () => {
    const agents = Array.from({ length: 50 }, (_, index) =>
      agent(`A${index}`, "updated", { filesWritten: ["SOUL.md"] }),
    );
    const lines = text({ report: report({ agents }), mostRows: 10 });
    expect(lines.filter((line) => line.includes("wrote SOUL"))).toHaveLength(10);
    expect(lines).toContain("  … and 40 agents more");
  });

  it("puts errors before warnings, each with what to do, and says once for each code where more is", () => {
    const warning = failure(null, { severity: "warning", code: "no-owner", message: "No owner.", hint: "Name one." });
    const lines = text({
      report: report({ errors: [warning, failure("Juno"), failure("Pico"), failure("Ada", { message: "Else." })] }),
      status: "failed",
    });
    const from = lines.indexOf("3 errors, 1 warning");
    expect(lines.slice(from, from + 10)).toEqual([
      "3 errors, 1 warning",
      '  ✖ Agent "Juno" was skipped: no token. [token-unreadable]',
      "    The same with Pico.",
      "    → Sync again with --rotate-tokens.",
      "    More: flightdeck help token-unreadable",
      "  ✖ Else. [token-unreadable]",
      "    → Sync again with --rotate-tokens.",
      "  ! No owner. [no-owner]",
      "    → Name one.",
      "    More: flightdeck help no-owner",
    ]);
  });
});

describe("groupErrors", () => {
  it("joins rows that differ in the agent alone", () => {
    const id = "5eed0000-0000-4000-8006-00000000000";
    const rejected = (name: string, last: number) =>
      failure(name, {
        code: "file-rejected",
        message: `The gateway did not take SOUL.md of agent mc-${id}${last}: no`,
      });
    expect(groupErrors([rejected("A", 1), rejected("B", 2)])).toMatchObject([{ likewise: ["B"] }]);
  });

  it("keeps different causes and severities apart", () => {
    const errors = [failure("A"), failure("B", { severity: "warning" }), failure("C", { message: "Something else." })];
    expect(groupErrors(errors)).toHaveLength(3);
  });
});

describe("an interrupted run", () => {
  it("says which files were written and of which that is not known, and no figure that is unknown", () => {
    const stats = { durationMs: null, rpcCalls: null, configWrites: null, fileWrites: null, retries: null };
    const reason = "app-ended";
    const juno = agent("Juno", "failed", { filesWritten: ["SOUL.md"], filesUncertain: ["A.md"], reason });
    const pico = agent("Pico", "not-attempted", { reason });
    const counts = { agentsInScope: 2, agentsUpdated: 0, agentsUnchanged: 0, agentsSkipped: 0 };
    const interrupted = report({
      ...{ ...counts, agentsFailed: 1, agentsNotAttempted: 1, mainUpdated: false, gatewayVersion: null, dialect: null },
      ...{ agents: [juno, pico], stats },
    });
    const lines = text({ report: interrupted, status: "interrupted" }).join("\n");
    expect(lines).toContain("not known whether written: A; wrote SOUL");
    expect(lines).toContain("2 agents: 1 failed, 1 not attempted");
    expect(lines).toContain("The number of calls and writes is not known.");
    expect(lines).not.toMatch(/\b0 (call|file|config|agent|s)/);
  });
});
