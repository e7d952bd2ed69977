import type { JsonObject } from "../shared/records.ts";
import { profileOf } from "./profiles.ts";
import { objectAt } from "./roster.ts";
import type { PracticeGateway } from "./start-practice-gateway.ts";

/*
 * A small company to practise on: one organization, one gateway, three boards, twelve agents and the gateway's main agent.
 * The same at every call, ids and times included.
 */

/** A readable fixed id: the last digits are a counter, the group before them is the kind of record. */
function id(kind: number, number: number): string {
  return `5eed0000-0000-4000-8${String(kind).padStart(3, "0")}-${String(number).padStart(12, "0")}`;
}

const organizationId = id(1, 1);
const ownerId = id(2, 1);
const gatewayId = id(4, 1);
const supportId = id(5, 1);
const websiteId = id(5, 2);
const researchId = id(5, 3);
const workspaceRoot = "/home/practice/.openclaw/agents";

/** The records that demos and tests refer to. */
export const practiceIds = {
  gatewayId,
  /** Its latest chat command is /pause. */
  pausedBoardId: researchId,
  /** Its token on the gateway does not match the stored hash. */
  driftedAgentId: id(6, 3),
  mainAgentId: id(6, 100),
};

type Worker = { number: number; boardId: string; name: string; role: string; emoji: string; purpose: string };

/** The first agent of each board is its lead. */
const crew: Worker[] = [
  worker(1, supportId, "Juno", "Board Lead", ":headphones:", "Keeps the queue short and the answers right."),
  worker(2, supportId, "Pico", "Triage", ":inbox_tray:", "Sorts what comes in by urgency and topic."),
  worker(3, supportId, "Hazel", "Support Engineer", ":wrench:", "Reproduces faults and finds workarounds."),
  worker(4, supportId, "Otto", "Billing Support", ":receipt:", "Settles invoices, refunds and plan changes."),
  worker(5, supportId, "Wren", "Technical Writer", ":books:", "Turns repeated questions into help pages."),
  worker(6, websiteId, "Atlas", "Board Lead", ":triangular_ruler:", "Gets the new site out on the agreed day."),
  worker(7, websiteId, "Mika", "Frontend Engineer", ":art:", "Builds pages that load in a second."),
  worker(8, websiteId, "Sol", "Content Editor", ":pencil2:", "Rewrites the old pages in plain words."),
  worker(9, websiteId, "Nova", "Quality Assurance", ":mag:", "Tries every page on every device we support."),
  worker(10, researchId, "Sage", "Board Lead", ":telescope:", "Decides which questions are worth an answer."),
  worker(11, researchId, "Lark", "Interviewer", ":speech_balloon:", "Prepares customer interviews and sums them up."),
  worker(12, researchId, "Flint", "Data Analyst", ":bar_chart:", "Finds the numbers behind an opinion."),
];

function worker(number: number, boardId: string, name: string, role: string, emoji: string, purpose: string): Worker {
  return { number, boardId, name, role, emoji, purpose };
}

export type PracticeFleetOptions = {
  /** Where the practice gateway listens. */
  gatewayUrl: string;
  /** Its token, which protects only practice data. */
  token: string;
};

/** The sample fleet as the object of a fleet file (docs/behaviour.md, Records), ready to be imported. */
export function practiceFleet({ gatewayUrl, token }: PracticeFleetOptions): JsonObject {
  return {
    organizations: [{ id: organizationId, name: "Harbour Bikes", ...times(0) }],
    users: [
      {
        id: ownerId,
        email: "mara@harbourbikes.example",
        name: "Mara Lindqvist",
        preferred_name: "Mara",
        pronouns: "she/her",
        timezone: "Europe/Stockholm",
        notes: "Reads short messages first. Prefers a number to an adjective.",
        context: "Founder of Harbour Bikes, a maker of cargo bikes with 40 people and three shops.",
      },
    ],
    organization_members: [
      {
        id: id(3, 1),
        organization_id: organizationId,
        user_id: ownerId,
        role: "owner",
        created_at: times(0).created_at,
      },
    ],
    gateways: [
      {
        id: gatewayId,
        organization_id: organizationId,
        name: "Practice gateway",
        url: gatewayUrl,
        token,
        workspace_root: workspaceRoot,
        ...times(1),
      },
    ],
    boards: boards(),
    agents: [...crew.map(agentRow), mainAgentRow()],
    board_memory: boardMemory(),
  };
}

function boards(): JsonObject[] {
  return [
    {
      ...board(supportId, "Customer Support", 2),
      description: "Mail, chat and phone notes from riders and shops.",
      objective: "Every rider gets a useful answer within four working hours, and no question has to be asked twice.",
      success_metrics: { median_first_answer_minutes: 45, solved_without_reopening_percent: 92 },
      require_review_before_done: true,
      max_agents: 4,
    },
    {
      ...board(websiteId, "Website Relaunch", 3),
      description: "The new harbourbikes.example.",
      objective: "Launch the new site with the spring models, in three languages, without losing search traffic.",
      success_metrics: { lighthouse_performance: 95, pages_moved: 140, checkout_conversion_percent: 3.1 },
      target_date: "2026-11-02T09:00:00Z",
      require_review_before_done: true,
      comment_required_for_review: true,
      only_lead_can_change_status: true,
      max_agents: 3,
    },
    {
      ...board(researchId, "Market Research", 4),
      description: "What riders want next.",
      objective: "Know by the end of the year whether a foldable cargo bike is worth building.",
      success_metrics: { interviews: 30, survey_answers: 600 },
      goal_confirmed: false,
      max_agents: 2,
    },
  ];
}

function board(boardId: string, name: string, day: number): JsonObject {
  const slug = name.toLowerCase().replaceAll(" ", "-");
  const owner = { organization_id: organizationId, gateway_id: gatewayId };
  return { id: boardId, ...owner, name, slug, board_type: "goal", goal_confirmed: true, ...times(day) };
}

function agentRow({ number, boardId, name, role, emoji, purpose }: Worker): JsonObject {
  const isLead = role === "Board Lead";
  const agentId = id(6, number);
  return {
    id: agentId,
    board_id: boardId,
    gateway_id: gatewayId,
    name,
    status: "provisioning",
    openclaw_session_id: `agent:${agentKey(number)}:main`,
    // Only the drifted agent was ever given a token.
    agent_token_hash: agentId === practiceIds.driftedAgentId ? issuedTokenHash : null,
    heartbeat_config: { every: isLead ? "10m" : "30m", target: "last", includeReasoning: false },
    identity_profile: { role, communication_style: "direct, concise, practical", emoji, purpose },
    is_board_lead: isLead,
    ...times(10 + number),
  };
}

function mainAgentRow(): JsonObject {
  return {
    id: practiceIds.mainAgentId,
    board_id: null,
    gateway_id: gatewayId,
    name: "Practice gateway Gateway Agent",
    openclaw_session_id: `agent:mc-gateway-${gatewayId}:main`,
    identity_profile: {
      role: "Gateway Agent",
      communication_style: "direct, concise, practical",
      emoji: ":compass:",
    },
    ...times(5),
  };
}

/** An agent's id on the gateway (docs/behaviour.md, Identity). */
function agentKey(number: number): string {
  const found = crew.find((member) => member.number === number);
  return found?.role === "Board Lead" ? `lead-${found.boardId}` : `mc-${id(6, number)}`;
}

function boardMemory(): JsonObject[] {
  const lines: [boardId: string, isChat: boolean, content: string][] = [
    [supportId, false, "Refunds above 500 EUR need Mara's word. Decided after the June mix-up."],
    [websiteId, true, "/pause"],
    [websiteId, true, "/resume"],
    [researchId, true, "The interviews start when the budget is agreed. Until then please wait."],
    [researchId, true, " /Pause\n"],
    [researchId, true, "Thank you all."],
  ];
  return lines.map(([boardId, isChat, content], position) => ({
    id: id(7, position + 1),
    board_id: boardId,
    content,
    is_chat: isChat,
    source: "Mara",
    created_at: times(40 + position).created_at,
  }));
}

/** The timestamps of a record made on that day. */
function times(day: number): { created_at: string; updated_at: string } {
  const at = new Date(Date.UTC(2026, 2, 1 + day, 8, 30)).toISOString();
  return { created_at: at, updated_at: at };
}

/** The hash of "practice-token-issued-to-this-agent", the token of the drifted agent; its file contains another token. */
const issuedTokenHash = "pbkdf2_sha256$200000$cHJhY3RpY2Utc2FsdC0xNg$3UrrN_fI0tNi7-Wmb9AKYuBhPBADlPoyOFM0roF4OPM";
const driftedToken = "practice-token-of-an-older-installation";

/**
 * Prepares a fresh practice gateway for the sample fleet: adds the agent with the drifted token, with its own files and a
 * memory that no sync may change.
 */
export function plantPracticeFleet(gateway: PracticeGateway): void {
  const profile = profileOf(gateway.version);
  const key = agentKey(3);
  const entry = { name: "Hazel", workspace: `${workspaceRoot}/workspace-${key}` };
  const config = gateway.config();
  const agents = objectAt(config, "agents");
  const roster =
    profile.rosterKey === "entries"
      ? { ownership: "explicit", entries: { main: {}, [key]: entry } }
      : {
          list: [
            { id: "main", default: true },
            { id: key, ...entry },
          ],
        };
  gateway.setConfig({ ...config, agents: { ...agents, ...roster } });
  const tools = `BASE_URL=http://127.0.0.1:8000\nAUTH_TOKEN=${driftedToken}\n`;
  const hasToolsFile = profile.hasToolsAndHeartbeatFiles;
  gateway.writeFile(key, "AGENTS.md", `# Hazel\n\nReproduce first.\n${hasToolsFile ? "" : `\n## Tools\n\n${tools}`}`);
  if (hasToolsFile) gateway.writeFile(key, "TOOLS.md", `# Tools\n\n${tools}`);
  gateway.writeFile(key, "MEMORY.md", "# Memory\n\n- Brake noise on the Mk2: ask for the rotor's batch number.\n");
}
