import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AgentRole, agentRoles } from "../../shared/template-check.ts";

/*
 * A template folder of the shape of Mission Control's: one template per file, for all roles, which tests the role itself. Every
 * line is known, so that a test can look for it on a gateway.
 */

type Part = { roles: readonly AgentRole[]; lines: string[] };

const head = `{% set is_lead = (is_board_lead | default(false) | string | lower) in ["true", "1", "yes"] %}
{% set is_main = (is_main_agent | default(false) | string | lower) in ["true", "1", "yes"] %}`;

const conditions: Record<AgentRole, string> = {
  worker: "not is_main and not is_lead",
  lead: "not is_main and is_lead",
  main: "is_main",
};

const all = agentRoles;
const boards = ["worker", "lead"] as const;

const parts: { [file: string]: Part[] } = {
  AGENTS: [
    { roles: all, lines: ["# AGENTS.md", "", "This workspace is the home of {{ agent_name }}.", "", "## First run"] },
    { roles: ["lead"], lines: ["- Read BOOTSTRAP.md once, then delete it.", "- You lead {{ board_name }}."] },
    { roles: ["worker"], lines: ["- You work on {{ board_name }} ({{ board_id }})."] },
    { roles: ["main"], lines: ["- You look after the gateway, not after a board."] },
    { roles: all, lines: ["", "## Tools", "", "- Look into TOOLS.md before you call an API.", "", "## Memory"] },
    {
      roles: all,
      lines: ["- Notes of a day: memory/YYYY-MM-DD.md", "", "```bash", "## not a heading", "date -u", "```"],
    },
    {
      roles: boards,
      lines: ["", "## Rules of the board", "- Approval before done: {{ board_rule_require_approval_for_done }}"],
    },
  ],
  SOUL: [
    {
      roles: all,
      lines: ["# SOUL.md", "", "_You are not a chatbot._", "", "- Style: {{ identity_communication_style }}"],
    },
    { roles: all, lines: ["{% if identity_purpose %}- Purpose: {{ identity_purpose }}{% endif %}- Be brief."] },
    { roles: ["lead"], lines: ["- Hand work out, and follow it up."] },
  ],
  TOOLS: [
    { roles: all, lines: ["# TOOLS.md", "", "BASE_URL={{ base_url }}", "AUTH_TOKEN={{ auth_token }}"] },
    {
      roles: all,
      lines: ["AGENT_NAME={{ agent_name }}", "AGENT_ID={{ agent_id }}", "WORKSPACE_ROOT={{ workspace_root }}"],
    },
    { roles: boards, lines: ["BOARD_ID={{ board_id }}", "WORKSPACE_PATH={{ workspace_path }}"] },
    {
      roles: all,
      lines: [
        "",
        "## OpenAPI refresh",
        "",
        "```bash",
        "# the index of calls",
        "mkdir -p api",
        "curl -s {{ base_url }}/openapi.json",
        "```",
      ],
    },
    { roles: ["lead"], lines: ["", "### Lead discovery", "- role_tags of agent-lead"] },
    { roles: ["main"], lines: ["", "### Main discovery", "- role_tags of agent-main"] },
  ],
  IDENTITY: [
    {
      roles: all,
      lines: [
        "# IDENTITY.md",
        "",
        "- Name: {{ agent_name }}",
        "- Role: {{ identity_role }}",
        "- Emoji: {{ identity_emoji }}",
      ],
    },
  ],
  USER: [
    {
      roles: all,
      lines: [
        "# USER.md",
        "",
        "- Name: {{ user_name }}",
        "- Call them: {{ user_preferred_name }}",
        "- Time zone: {{ user_timezone }}",
      ],
    },
  ],
  HEARTBEAT: [
    {
      roles: all,
      lines: ["# HEARTBEAT.md", "", "## Purpose of a heartbeat", "- Check in: {{ base_url }}/api/v1/agent/heartbeat"],
    },
    { roles: ["lead"], lines: ["- Look for stalled work of the board."] },
    { roles: ["worker"], lines: ["- Take up your own tasks first."] },
    { roles: ["main"], lines: ["- Answer requests of leads."] },
  ],
  MEMORY: [
    { roles: all, lines: ["# MEMORY.md", "", "## How memory is used", "- Keep what lasts."] },
    {
      roles: boards,
      lines: ["", "## Board", "- Objective: {{ board_objective }}", "- Metrics: {{ board_success_metrics }}"],
    },
  ],
  BOOTSTRAP: [
    { roles: ["lead"], lines: ["# BOOTSTRAP.md", "", "1. Read AGENTS.md and USER.md.", "2. Delete this file."] },
    { roles: ["worker", "main"], lines: ["Not for you."] },
  ],
};

export const missionControlFiles = Object.keys(parts);

/** Writes the folder. */
export function writeMissionControlFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mission-control-templates-"));
  for (const [file, ofFile] of Object.entries(parts)) {
    writeFileSync(join(folder, `BOARD_${file}.md.j2`), [head, ...ofFile.map(templateOf)].join("\n"));
  }
  return folder;
}

function templateOf({ roles, lines }: Part): string {
  if (roles === all) return lines.join("\n");
  const condition = roles.map((role) => `(${conditions[role]})`).join(" or ");
  return `{% if ${condition} %}\n${lines.join("\n")}\n{% endif %}`;
}

/** The template's lines for a role, without empty ones and those that are tests only. */
export function linesFor(file: string, role: AgentRole): string[] {
  return (parts[file] ?? [])
    .filter(({ roles }) => roles.includes(role))
    .flatMap(({ lines }) => lines)
    .filter((line) => line !== "" && !line.includes("{%"));
}

/** Lines of other roles alone. */
export function linesOfOthers(file: string, role: AgentRole): string[] {
  const ours = new Set(linesFor(file, role));
  return agentRoles.flatMap((other) => linesFor(file, other)).filter((line) => !ours.has(line));
}
