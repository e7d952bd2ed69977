import { rmSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import type { AgentRole } from "../../shared/template-check.ts";
import { readAgent } from "../database/agents.ts";
import { readBoard } from "../database/boards.ts";
import { readGateway } from "../database/gateways.ts";
import {
  linesFor,
  linesOfOthers,
  missionControlFiles,
  writeMissionControlFolder,
} from "./test-mission-control-folder.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { expectTokensVerify } from "./test-sync-results.ts";

const folder = writeMissionControlFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where the gateway has this file's text. */
function textOf(file: string, key: string, version: string): string {
  const isCurrent = version === "2026.9.6";
  if (isCurrent && file === "HEARTBEAT") return fixture.gateway.readScratch(key)?.content ?? "";
  return fixture.gateway.readFile(key, isCurrent && file === "TOOLS" ? "AGENTS.md" : `${file}.md`) ?? "";
}

/** A line as it is rendered for an agent; an attribute that the fleet leaves empty is at the end of its line. */
function renderedLine(line: string, agentId: string): string {
  const { app, tokenOf, gatewayId, keyOf } = fixture;
  const agent = readAgent(app.database, agentId);
  const board = agent.boardId === null ? null : readBoard(app.database, agent.boardId);
  const { workspaceRoot } = readGateway(app.database, gatewayId);
  const values: { [name: string]: string } = {
    agent_name: agent.name,
    agent_id: agent.id,
    auth_token: tokenOf(agentId) ?? "",
    base_url: "http://127.0.0.1:8000",
    workspace_root: workspaceRoot,
    workspace_path: `${workspaceRoot}/workspace-${keyOf(agentId)}`,
    board_name: board?.name ?? "",
    board_id: board?.id ?? "",
    board_objective: board?.objective ?? "",
    board_success_metrics: "{}",
    board_rule_require_approval_for_done: "true",
    identity_communication_style: "direct, concise, practical",
    identity_role: "Generalist",
    identity_emoji: ":gear:",
    user_name: "Olga Owner",
    user_preferred_name: "Olga",
    user_timezone: "",
  };
  return line.replace(/\{\{ (\w+) \}\}/g, (_, name: string) => values[name] ?? `(${name}?)`).trimEnd();
}

/** On current gateways TOOLS loses its title, and its headings are lowered. */
function asPlaced(line: string, file: string, version: string): string {
  if (version !== "2026.9.6" || file !== "TOOLS") return line;
  return line.replace(/^##/, "###");
}

describe.each(["2026.3.28", "2026.9.6"])("a folder of Mission Control's shape on OpenClaw %s", (version) => {
  test("arrives completely for workers, leads and the main agent, and a second sync changes nothing", async () => {
    await open({ gateway: { version }, agents: 2, boards: 1, templateFolder: folder });
    const { sync, agentIds, mainId, keyOf } = fixture;
    expect((await sync()).report.errors.filter(({ severity }) => severity === "error")).toEqual([]);
    const [lead = "", worker = ""] = agentIds;
    const roles: [AgentRole, string][] = [
      ["lead", lead],
      ["worker", worker],
      ["main", mainId],
    ];
    for (const [role, agentId] of roles) {
      for (const file of missionControlFiles.filter((name) => name !== "BOOTSTRAP" || role === "lead")) {
        const text = textOf(file, keyOf(agentId), version);
        const lines = text.split("\n").map((line) => line.trimEnd());
        const isTitle = (line: string) => version === "2026.9.6" && line === "# TOOLS.md";
        for (const line of linesFor(file, role).filter((one) => !isTitle(one))) {
          expect(lines, `${role} ${file}`).toContain(asPlaced(renderedLine(line, agentId), file, version));
        }
        for (const line of linesOfOthers(file, role)) expect(text, `${role} ${file}`).not.toContain(line);
      }
    }
    expect(fixture.gateway.readFile(keyOf(worker), "BOOTSTRAP.md")).toBeUndefined();
    await expectTokensVerify(fixture);
    const { report } = await sync();
    expect(report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });
    expect(report.agents.map(({ outcome }) => outcome)).toEqual(["unchanged", "unchanged", "unchanged"]);
  });
});
